package extract

import (
	"io"
	"os"
)

// spoolInMemory is how much of an archive is held in memory before it goes to a file.
const spoolInMemory = 8 << 20

// spool keeps an archive that comes as a stream, because its directory stands at its end. What does not fit in memory lies in
// a file without a name, which is gone with the process whatever happens.
type spool struct {
	memory []byte
	file   *os.File
}

func (s *spool) Write(b []byte) (int, error) {
	if s.file == nil && len(s.memory)+len(b) > spoolInMemory {
		if err := s.toFile(); err != nil {
			return 0, err
		}
	}
	if s.file != nil {
		return s.file.Write(b)
	}
	s.memory = append(s.memory, b...)
	return len(b), nil
}

func (s *spool) toFile() error {
	file, err := os.CreateTemp("", "varsam-*")
	if err != nil {
		return err
	}
	s.file = file
	os.Remove(file.Name()) // where an open file cannot be removed, Close does it
	_, err = file.Write(s.memory)
	s.memory = nil
	return err
}

// ReadAt implements [io.ReaderAt].
func (s *spool) ReadAt(b []byte, at int64) (int, error) {
	if s.file != nil {
		return s.file.ReadAt(b, at)
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
