package extract

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	byteorder "encoding/binary"
	"io"
	"os"
)

// spoolInMemory is how much of an archive is held in memory before it goes to a file.
const spoolInMemory = 8 << 20

// spool keeps an archive that comes as a stream, because its directory stands at its end. What does not fit in memory lies in
// a file without a name, which is gone with the process whatever happens, under a key that is nowhere but in memory.
type spool struct {
	memory []byte
	file   *os.File
	size   int64 // of the file
	block  cipher.Block
	room   []byte
}

func (s *spool) Write(b []byte) (int, error) {
	if s.file == nil && len(s.memory)+len(b) > spoolInMemory {
		if err := s.toFile(); err != nil {
			return 0, err
		}
	}
	if s.file != nil {
		return s.seal(b)
	}
	s.memory = append(s.memory, b...)
	return len(b), nil
}

// seal appends to the file. What is written once is read with the same stream of the key, at any place of it.
func (s *spool) seal(b []byte) (int, error) {
	s.room = append(s.room[:0], b...)
	s.crypt(s.room, s.size)
	n, err := s.file.Write(s.room)
	s.size += int64(n)
	return n, err
}

// crypt is AES in counter mode from an offset on. The key serves one file that is only appended to.
func (s *spool) crypt(b []byte, at int64) {
	var counter [aes.BlockSize]byte
	byteorder.BigEndian.PutUint64(counter[8:], uint64(at)/aes.BlockSize)
	stream := cipher.NewCTR(s.block, counter[:])
	var skipped [aes.BlockSize]byte
	stream.XORKeyStream(skipped[:at%aes.BlockSize], skipped[:at%aes.BlockSize])
	stream.XORKeyStream(b, b)
}

func (s *spool) toFile() error {
	file, err := os.CreateTemp("", "varsam-*")
	if err != nil {
		return err
	}
	s.file = file
	os.Remove(file.Name()) // where an open file cannot be removed, Close does it
	var key [32]byte
	rand.Read(key[:])
	if s.block, err = aes.NewCipher(key[:]); err != nil {
		return err
	}
	_, err = s.seal(s.memory)
	s.memory = nil
	return err
}

// ReadAt implements [io.ReaderAt].
func (s *spool) ReadAt(b []byte, at int64) (int, error) {
	if s.file != nil {
		n, err := s.file.ReadAt(b, at)
		s.crypt(b[:n], at)
		return n, err
	}
	if at >= int64(len(s.memory)) {
		return 0, io.EOF
	}
	n := copy(b, s.memory[at:])
	if n < len(b) {
		return n, io.EOF
	}
	return n, nil
}

// Close gives everything back.
func (s *spool) Close() error {
	s.memory = nil
	if s.file == nil {
		return nil
	}
	err := s.file.Close()
	os.Remove(s.file.Name())
	return err
}

// sized is the input as something that can be read in any order, when it is a file that stands at its beginning.
func sized(r io.Reader) (io.ReaderAt, int64) {
	file, ok := r.(interface {
		io.ReaderAt
		io.Seeker
	})
	if !ok {
		return nil, 0
	}
	if at, err := file.Seek(0, io.SeekCurrent); err != nil || at != 0 {
		return nil, 0
	}
	size, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, 0
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, 0
	}
	return file, size
}
