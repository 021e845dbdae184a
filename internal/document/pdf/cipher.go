package pdf

import (
	"bytes"
	"crypto/cipher"
	"crypto/rc4"
	"io"
)

type rc4Reader struct {
	r io.Reader
	c *rc4.Cipher
}

func (r *rc4Reader) Read(b []byte) (int, error) {
	n, err := r.r.Read(b)
	r.c.XORKeyStream(b[:n], b[:n])
	return n, err
}

// cbc decrypts AES with its first block in front, and takes the padding off the last.
type cbc struct {
	r     io.Reader
	block cipher.Block
	mode  cipher.BlockMode
	held  []byte // decrypted, the last block that came
	left  []byte
	done  bool
}

func (c *cbc) Read(b []byte) (int, error) {
	for len(c.left) == 0 {
		if c.done {
			return 0, io.EOF
		}
		c.refill()
	}
	n := copy(b, c.left)
	c.left = c.left[n:]
	return n, nil
}

func (c *cbc) refill() {
	if c.mode == nil {
		iv := make([]byte, 16)
		if _, err := io.ReadFull(c.r, iv); err != nil {
			c.done = true
			return
		}
		c.mode = cipher.NewCBCDecrypter(c.block, iv)
	}
	room := make([]byte, 4096)
	n, err := io.ReadFull(c.r, room)
	room = room[:n&^15]
	c.mode.CryptBlocks(room, room)
	all := append(c.held, room...)
	if err != nil {
		c.done = true
		if n := len(all); n > 0 {
			if pad := int(all[n-1]); pad >= 1 && pad <= 16 {
				all = all[:n-pad]
			}
		}
		c.left, c.held = all, nil
		return
	}
	c.left, c.held = all[:len(all)-16], bytes.Clone(all[len(all)-16:])
}
