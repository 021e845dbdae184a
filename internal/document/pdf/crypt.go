package pdf

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"io"
)

// crypt decrypts a document that opens without a password. A nil crypt is that of a document in clear.
type crypt struct {
	key      []byte
	version  int // 5: the key serves all objects
	stm, str string
	refused  bool // it needs a password
	metadata bool // is encrypted too
}

// padding is what a password is filled up with (ISO 32000-1, 7.6.3.3).
const padding = "\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A"

// unlock tries the empty password.
func (f *file) unlock() {
	if f.crypt != nil {
		return
	}
	enc := f.get(f.trailer["Encrypt"])
	if enc.kind != dictionary {
		return
	}
	clear(f.cache)
	c := &crypt{version: f.of(enc, "V").int(), stm: "V2", str: "V2", metadata: true}
	if v := f.of(enc, "EncryptMetadata"); v.kind == boolean && v.n == 0 {
		c.metadata = false
	}
	length := int(f.of(enc, "Length").num(40)) / 8
	if c.version >= 4 {
		c.stm, c.str = f.method(enc, "StmF"), f.method(enc, "StrF")
		length = 16
	}
	if length < 5 || length > 32 {
		length = 5
	}
	revision := f.of(enc, "R").int()
	if f.of(enc, "Filter").name() != "Standard" {
		c.refused = true
	} else if revision >= 5 {
		c.key = unlock256(f, enc, revision)
	} else {
		c.key = f.unlock128(enc, revision, length, c.metadata)
	}
	c.refused = c.refused || c.key == nil
	f.crypt = c
}

// method is how a crypt filter encrypts.
func (f *file) method(enc value, which string) string {
	filter := f.of(enc, which).name()
	if filter == "" || filter == "Identity" {
		return "None"
	}
	return f.of(f.of(f.of(enc, "CF"), filter), "CFM").name()
}

// unlock128 is algorithm 2, and checks the key by 4 and 5.
func (f *file) unlock128(enc value, revision, length int, metadata bool) []byte {
	h := md5.New()
	io.WriteString(h, padding)
	o := f.of(enc, "O").s
	h.Write(o[:min(len(o), 32)])
	binary.Write(h, binary.LittleEndian, uint32(int64(f.of(enc, "P").n)))
	var id []byte
	if ids := f.get(f.trailer["ID"]).a; len(ids) > 0 {
		id = f.get(ids[0]).s
	}
	h.Write(id)
	if revision >= 4 && !metadata {
		h.Write([]byte{0xff, 0xff, 0xff, 0xff})
	}
	key := h.Sum(nil)
	if revision >= 3 {
		for range 50 {
			sum := md5.Sum(key[:min(length, 16)])
			key = sum[:]
		}
	}
	key = key[:min(length, 16)]
	if !matches(key, f.of(enc, "U").s, id, revision) {
		return nil
	}
	return key
}

func matches(key, u, id []byte, revision int) bool {
	if revision < 3 {
		want := []byte(padding)
		rc4Of(key, want)
		return bytes.Equal(want, u)
	}
	sum := md5.Sum(append([]byte(padding), id...))
	want := sum[:]
	for i := range 20 {
		turned := bytes.Clone(key)
		for j := range turned {
			turned[j] ^= byte(i)
		}
		rc4Of(turned, want)
	}
	return len(u) >= 16 && bytes.Equal(want, u[:16])
}

func rc4Of(key, b []byte) {
	if c, err := rc4.NewCipher(key); err == nil {
		c.XORKeyStream(b, b)
	}
}

// unlock256 is algorithm 2.A of ISO 32000-2, for the user's password.
func unlock256(f *file, enc value, revision int) []byte {
	u, ue := f.of(enc, "U").s, f.of(enc, "UE").s
	if len(u) < 48 || len(ue) < 32 {
		return nil
	}
	hash := func(salt []byte) []byte {
		if revision == 5 {
			sum := sha256.Sum256(salt)
			return sum[:]
		}
		return hardened(salt)
	}
	if !bytes.Equal(hash(u[32:40]), u[:32]) {
		return nil
	}
	block, err := aes.NewCipher(hash(u[40:48]))
	if err != nil {
		return nil
	}
	key := make([]byte, 32)
	cipher.NewCBCDecrypter(block, make([]byte, 16)).CryptBlocks(key, ue[:32])
	return key
}

// hardened is algorithm 2.B for the empty password.
func hardened(salt []byte) []byte {
	sum := sha256.Sum256(salt)
	k := sum[:]
	for i := 0; ; i++ {
		long := bytes.Repeat(k, 64)
		block, _ := aes.NewCipher(k[:16])
		cipher.NewCBCEncrypter(block, k[16:32]).CryptBlocks(long, long)
		total := 0
		for _, c := range long[:16] {
			total += int(c)
		}
		switch total % 3 {
		case 0:
			s := sha256.Sum256(long)
			k = s[:]
		case 1:
			s := sha512.Sum384(long)
			k = s[:]
		default:
			s := sha512.Sum512(long)
			k = s[:]
		}
		if i >= 63 && int(long[len(long)-1]) <= i-31 {
			return k[:32]
		}
	}
}

// keyOf is the key of one object.
func (c *crypt) keyOf(n, gen int, method string) []byte {
	if c.version >= 5 || method == "AESV3" {
		return c.key
	}
	b := append(bytes.Clone(c.key), byte(n), byte(n>>8), byte(n>>16), byte(gen), byte(gen>>8))
	if method == "AESV2" {
		b = append(b, "sAlT"...)
	}
	sum := md5.Sum(b)
	return sum[:min(len(c.key)+5, 16)]
}

// texts decrypts the texts in a value.
func (c *crypt) texts(v value, n, gen int) value {
	if c == nil || c.refused || c.str == "None" {
		return v
	}
	switch v.kind {
	case text:
		v.s = c.bytes(v.s, n, gen, c.str)
	case array:
		for i := range v.a {
			v.a[i] = c.texts(v.a[i], n, gen)
		}
	case dictionary, stream:
		for key, one := range v.d {
			v.d[key] = c.texts(one, n, gen)
		}
	}
	return v
}

func (c *crypt) bytes(b []byte, n, gen int, method string) []byte {
	out, _ := io.ReadAll(c.reader(bytes.NewReader(b), n, gen, method))
	return out
}

// plain reports a stream that is not encrypted.
func (c *crypt) plain(f *file, v value, filters []value) bool {
	if c == nil || c.refused || c.stm == "None" || v.s != nil || v.home == 0 {
		return true
	}
	kind := f.of(v, "Type").name()
	return kind == "XRef" || kind == "Metadata" && !c.metadata || len(filters) > 0 && f.get(filters[0]).name() == "Crypt"
}

func (c *crypt) decrypt(r io.Reader, v value) io.Reader { return c.reader(r, v.home, v.gen, c.stm) }

func (c *crypt) reader(r io.Reader, n, gen int, method string) io.Reader {
	key := c.keyOf(n, gen, method)
	if method == "V2" {
		cipher, err := rc4.NewCipher(key)
		if err != nil {
			return r
		}
		return &rc4Reader{r, cipher}
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return r
	}
	return &cbc{r: r, block: block}
}
