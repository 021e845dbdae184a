package frame

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"mime"
	"net/http"
	"path"
	"strings"
)

//go:embed static
var shipped embed.FS

// asset is a file that we ship, under a name that changes with its content, so
// that browsers may keep it for good.
type asset struct {
	path, kind string
	data       []byte
}

var assets, assetsByPath = readAssets()

func readAssets() (byName, byPath map[string]asset) {
	byName, byPath = map[string]asset{}, map[string]asset{}
	entries, err := shipped.ReadDir("static")
	if err != nil {
		panic("frame: " + err.Error())
	}
	for _, entry := range entries {
		data, err := shipped.ReadFile("static/" + entry.Name())
		if err != nil {
			panic("frame: " + err.Error())
		}
		sum := sha256.Sum256(data)
		ext := path.Ext(entry.Name())
		name := strings.TrimSuffix(entry.Name(), ext) + "." + hex.EncodeToString(sum[:6]) + ext
		a := asset{"/static/" + name, kindOf(ext), data}
		byName[entry.Name()], byPath[name] = a, a
	}
	return byName, byPath
}

// kindOf does not ask the machine, whose tables differ.
func kindOf(ext string) string {
	switch ext {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	}
	return mime.TypeByExtension(ext)
}

func serveAsset(w http.ResponseWriter, r *http.Request) {
	a, ok := assetsByPath[r.PathValue("name")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", a.kind)
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	_, _ = w.Write(a.data)
}

// styleHashes names the styles inside a page by their digests, so that those and
// no others count.
func styleHashes(html []byte) string {
	var all []string
	for {
		_, rest, ok := bytes.Cut(html, []byte("<style>"))
		if !ok {
			break
		}
		style, after, ok := bytes.Cut(rest, []byte("</style>"))
		if !ok {
			break
		}
		sum := sha256.Sum256(style)
		all = append(all, "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
		html = after
	}
	if len(all) == 0 {
		return "'none'"
	}
	return strings.Join(all, " ")
}
