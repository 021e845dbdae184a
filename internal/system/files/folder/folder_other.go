//go:build !unix

package folder

import (
	"errors"
	"io/fs"
	"os"
)

const noWait = 0

var errQuota = errors.New("over quota") // of no system here

func number(fs.FileInfo) string { return "" }

func owner(fs.FileInfo) string { return "" }

func keepOwner(*os.File, fs.FileInfo) {}

func writable(string) bool { return true }
