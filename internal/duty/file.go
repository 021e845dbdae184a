package duty

import (
	"context"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// MaxFile is the largest file that a duty keeps, in bytes.
const MaxFile = 32 << 20

// File is a document of a record: a signed agreement, a certificate, a lesson.
type File struct {
	ID    string    `json:"file"`
	Name  string    `json:"name"`
	Size  int64     `json:"size"`
	Added time.Time `json:"added"`
}

// Attach keeps a file with a record, sealed under its key.
func (s *Service) Attach(ctx context.Context, id, name string, content []byte, by string) (f File, err error) {
	switch {
	case len(content) == 0:
		return f, varsam.Errorf(varsam.Invalid, "the file is empty; give one with something in it")
	case len(content) > MaxFile:
		return f, varsam.Errorf(varsam.Invalid, "a file of a duty has at most %d MB", MaxFile>>20)
	case name == "" || len(name) > 255:
		return f, varsam.Errorf(varsam.Invalid, "a file needs a name of at most 255 letters")
	}
	r, err := s.keyed(ctx, id)
	if err != nil {
		return f, err
	}
	f = File{ID: newID(), Name: name, Size: int64(len(content))}
	stored, err := s.sealFile(ctx, r, f, content)
	if err != nil {
		return f, err
	}
	_, err = s.withFile(ctx, r, "file-added", by, 1, func(tx *store.Tx, r Record) error {
		f.Added = tx.Now()
		return insertFile(tx, r, stored)
	})
	return f, err
}

func (s *Service) sealFile(ctx context.Context, r Record, f File, content []byte) (stored storedFile, err error) {
	stored.File = f
	if stored.name, err = s.Keeper.Seal(ctx, seal.KeyID(r.key), fileName(f.ID), []byte(f.Name)); err != nil {
		return stored, err
	}
	stored.sealed, err = s.Keeper.Seal(ctx, seal.KeyID(r.key), fileContent(f.ID), content)
	return stored, err
}

// keyed is a record of our own with a key.
func (s *Service) keyed(ctx context.Context, id string) (Record, error) {
	r, err := s.Get(ctx, id)
	if err != nil {
		return r, err
	}
	if r.Register {
		return r, varsam.Errorf(varsam.Conflict, "the register says that; take down a duty of your own about the same, and give it the file")
	}
	return r, s.needKey(ctx, &r)
}

// Detach takes a file away.
func (s *Service) Detach(ctx context.Context, id, file, by string) error {
	r, err := s.keyed(ctx, id)
	if err != nil {
		return err
	}
	_, err = s.withFile(ctx, r, "file-removed", by, -1, func(tx *store.Tx, _ Record) error {
		gone, err := deleteFile(tx, id, file)
		if err == nil && !gone {
			err = varsam.Errorf(varsam.NotFound, "duty %s has no file %s", id, file)
		}
		return err
	})
	return err
}

// withFile makes a version of a record together with a change of its files.
func (s *Service) withFile(ctx context.Context, r Record, what, by string, change int, do func(*store.Tx, Record) error) (Record, error) {
	r.Version, r.Files = r.Version+1, r.Files+change
	row, err := s.seal(ctx, &r, what, by)
	if err != nil {
		return r, err
	}
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		r.Changed = tx.Now()
		fresh, err := updateRecord(tx, r, row.row)
		if err != nil {
			return err
		}
		if !fresh {
			return conflict(r.ID)
		}
		if err := do(tx, r); err != nil {
			return err
		}
		return s.log(tx, r, row, what, by)
	})
	return r, err
}

// Files are the files of a record, the oldest first.
func (s *Service) Files(ctx context.Context, r Record) (all []File, err error) {
	if r.Files == 0 {
		return nil, nil
	}
	var stored []storedFile
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		stored, err = listFiles(tx, r.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, f := range stored {
		name, err := s.Keeper.Open(ctx, seal.KeyID(r.key), fileName(f.ID), f.name)
		if err != nil {
			return nil, err
		}
		f.Name = string(name)
		all = append(all, f.File)
	}
	return all, nil
}

// File is a file with its content. Code NotFound when it has been taken away.
func (s *Service) File(ctx context.Context, id, file string) (f File, content []byte, err error) {
	var found stored
	var at storedFile
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		if found, err = selectRecord(tx, id); err != nil {
			return err
		}
		at, err = selectFile(tx, id, file)
		return err
	})
	if err != nil {
		return f, nil, err
	}
	name, err := s.Keeper.Open(ctx, seal.KeyID(found.key), fileName(file), at.name)
	if err != nil {
		return f, nil, err
	}
	content, err = s.Keeper.Open(ctx, seal.KeyID(found.key), fileContent(file), at.sealed)
	f = at.File
	f.Name = string(name)
	return f, content, err
}

func fileName(id string) string    { return "duty file name " + id }
func fileContent(id string) string { return "duty file " + id }
