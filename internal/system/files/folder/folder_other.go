//go:build !unix

package folder

import (
	"io/fs"
	"os"
)

const noWait = 0

func number(fs.FileInfo) string { return "" }

func owner(fs.FileInfo) string { return "" }

func keepOwner(*os.File, fs.FileInfo) {}

func writable(string) bool { return true }
