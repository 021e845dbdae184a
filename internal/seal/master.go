package seal

import (
	"context"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/fail"
)

// keySize is the size of every key here.
const keySize = 32

// masterHead begins the text of a master key.
const masterHead = "varsam-master-key-v1 "

// master is what the master key is used for: it never encrypts anything itself.
type master struct {
	wrap  cipher.AEAD // wraps epoch keys
	marks []byte      // the root of [Keeper.Mark]
}

func newMaster(secret []byte) (*master, error) {
	wrapKey, err := hkdf.Key(sha256.New, secret, nil, "varsam master: wrap epoch keys, v1", keySize)
	if err != nil {
		return nil, varsam.Errorf(varsam.Internal, "deriving a key failed")
	}
	marks, err := hkdf.Key(sha256.New, secret, nil, "varsam master: lookup marks, v1", keySize)
	if err != nil {
		return nil, varsam.Errorf(varsam.Internal, "deriving a key failed")
	}
	wrap, err := newAEAD(wrapKey)
	return &master{wrap, marks}, err
}

// loadMaster reads the master key. A missing file is made when mayMake says
// that nothing depends on it yet.
func loadMaster(reference string, mayMake bool) (*master, error) {
	scheme, rest, _ := strings.Cut(reference, ":")
	var text string
	var err error
	switch scheme {
	case "env":
		text = os.Getenv(rest)
	case "file":
		text, err = readMaster(rest, mayMake)
	default:
		return nil, varsam.Errorf(varsam.Invalid, "the master key is given as file:PATH or env:NAME")
	}
	if err != nil {
		return nil, err
	}
	secret, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(strings.TrimSpace(text), masterHead))
	if err != nil || len(secret) != keySize {
		return nil, varsam.Errorf(varsam.Invalid, "there is no master key of 32 bytes in base64 where the configuration points")
	}
	return newMaster(secret)
}

func readMaster(path string, mayMake bool) (string, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && mayMake:
		if err := makeMaster(path); err != nil {
			return "", err
		}
	case errors.Is(err, fs.ErrNotExist):
		return "", varsam.Errorf(varsam.NotFound, "the master key file is missing; without it nothing sealed can be opened")
	case err != nil:
		return "", varsam.Errorf(varsam.Unavailable, "the master key file cannot be read")
	case runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0:
		return "", varsam.Errorf(varsam.Denied, "others may read the master key file; chmod 600 it")
	}
	removeUnfinished(path)
	text, err := os.ReadFile(path)
	if err != nil {
		return "", varsam.Errorf(varsam.Unavailable, "the master key file cannot be read")
	}
	return string(text), nil
}

// makeMaster writes a fresh master key. A file that appeared meanwhile wins.
func makeMaster(path string) error {
	secret := make([]byte, keySize)
	rand.Read(secret)
	folder := filepath.Dir(path)
	text := masterHead + base64.StdEncoding.EncodeToString(secret) + "\n"
	err := os.MkdirAll(folder, 0o700)
	if err == nil {
		err = writeOnce(folder, path, text)
	}
	if err == nil {
		return nil
	}
	if _, missing := os.Stat(path); missing != nil {
		return varsam.Errorf(varsam.Unavailable, "the master key file cannot be made")
	}
	return nil // another process was quicker
}

// unfinished are the names of files that a crash in writeOnce may leave.
const unfinished = ".master-*"

// removeUnfinished leaves one copy of the master key, so that deleting its file
// deletes it.
func removeUnfinished(path string) {
	files, _ := filepath.Glob(filepath.Join(filepath.Dir(path), unfinished))
	for _, file := range files {
		os.Remove(file)
	}
}

// writeOnce links a complete, synced file to its name, so that nobody ever
// reads half a key.
func writeOnce(folder, path, text string) error {
	file, err := os.CreateTemp(folder, unfinished)
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	_, err = file.WriteString(text)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	fail.Point("seal.master.before")
	err = os.Link(file.Name(), path)
	fail.Point("seal.master.after")
	return errors.Join(err, syncFolder(folder))
}

// syncFolder makes a new name durable, where the system can.
func syncFolder(folder string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	dir, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// checkMaster opens one epoch key, if there is any.
func (k *Keeper) checkMaster(ctx context.Context, tenants []string) error {
	for _, tenant := range tenants {
		list, err := k.listEpochs(ctx, tenant)
		if err != nil {
			return err
		}
		if len(list) > 0 {
			_, err := k.openEpoch(tenant, list[0])
			return err
		}
	}
	return nil
}
