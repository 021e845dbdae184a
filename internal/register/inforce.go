package register

import (
	"sync"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// loaded keeps registers by digest: a version never changes.
var loaded sync.Map

// InForce is the version in force, loaded. Code NotFound while the store holds
// none.
func InForce(tx *store.Tx) (*Register, error) {
	version, err := Current(tx)
	if varsam.CodeOf(err) == varsam.NotFound {
		return nil, varsam.Errorf(varsam.NotFound, "the store holds no register yet; give one with --register DIR, or varsam register push DIR")
	}
	if err != nil {
		return nil, err
	}
	if reg, ok := loaded.Load(version.Digest); ok {
		return reg.(*Register), nil
	}
	return readBack(tx, version.Digest)
}

// readBack reads a version back from the store.
func readBack(tx *store.Tx, digest string) (*Register, error) {
	archive, err := GetArchive(tx, digest)
	if err != nil {
		return nil, err
	}
	reg, err := FromArchive(archive)
	if err == nil {
		loaded.Store(digest, reg)
	}
	return reg, err
}

// FromArchive is the register of an archive. The error says what is wrong with
// one that a newer program no longer takes.
func FromArchive(archive []byte) (*Register, error) {
	files, err := Open(archive)
	if err != nil {
		return nil, err
	}
	reg, faults, err := Load(files)
	if err == nil {
		err = faults.Err()
	}
	if err != nil {
		return nil, err
	}
	return reg, nil
}
