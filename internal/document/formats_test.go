package document_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/varsam/varsam/internal/document"
)

func TestRichText(t *testing.T) {
	t.Parallel()
	planted(t, "", []byte(`{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}{\info{\author Astrid Planterad 1}{\*\company x}}{\header Astrid Planterad 2\par}
\pard Hej {\b Astr}id\~Pl\'61n\u233?t och \u197?sa Astrid {\i Plante}rad 3\par{\deleted Astrid Planterad 4}\tab{\v Astrid Planterad 5}
{\footnote Astrid Planterad 6}{\*\annotation Astrid Planterad 7}{\field{\*\fldinst HYPERLINK "mailto:astrid@example.org"}{\fldrslt Astrid Planterad 8}}{\*\unknown Astrid Planterad 9}\par}`), map[string]string{
		"#meta=author": nth(1), "#header": nth(2), "": "Åsa " + nth(3), "#deleted": nth(4), "#footnote": nth(6), "#comment": nth(7), "#link": "astrid@example.org", "#other": nth(9),
	})
}

// compoundOf is a compound file of streams by name; those in a storage have its name and a slash before theirs.
func compoundOf(streams ...string) []byte {
	type node struct {
		name  string
		kind  byte
		data  []byte
		child []int
	}
	nodes := []node{{name: "Root Entry", kind: 5}}
	storage := func(path string) int {
		at := 0
		for _, part := range strings.Split(path, "/") {
			found := -1
			for _, c := range nodes[at].child {
				if nodes[c].name == part {
					found = c
				}
			}
			if found < 0 {
				found = len(nodes)
				nodes = append(nodes, node{name: part, kind: 1})
				nodes[at].child = append(nodes[at].child, found)
			}
			at = found
		}
		return at
	}
	for i := 0; i < len(streams); i += 2 {
		n := storage(streams[i])
		nodes[n].kind, nodes[n].data = 2, append([]byte(streams[i+1]), make([]byte, max(0, 4096-len(streams[i+1])))...)
	}
	const sector = 512
	var body bytes.Buffer
	var fat []uint32
	put := func(b []byte) (start uint32) {
		start = uint32(len(fat))
		for i := 0; i < len(b); i += sector {
			one := make([]byte, sector)
			copy(one, b[i:])
			body.Write(one)
			fat = append(fat, uint32(len(fat))+1)
		}
		fat[len(fat)-1] = 0xfffffffe
		return start
	}
	var directory bytes.Buffer
	for i, n := range nodes {
		e := make([]byte, 128)
		units := utf16.Encode([]rune(n.name))
		for j, u := range units {
			binary.LittleEndian.PutUint16(e[2*j:], u)
		}
		binary.LittleEndian.PutUint16(e[64:], uint16(2*len(units)+2))
		e[66] = n.kind
		for _, at := range []int{68, 72, 76} {
			binary.LittleEndian.PutUint32(e[at:], 0xffffffff)
		}
		if len(n.child) > 0 {
			binary.LittleEndian.PutUint32(e[76:], uint32(n.child[0]))
		}
		for _, parent := range nodes { // brothers are a list to the right
			for j, c := range parent.child {
				if c == i && j+1 < len(parent.child) {
					binary.LittleEndian.PutUint32(e[72:], uint32(parent.child[j+1]))
				}
			}
		}
		if n.kind == 2 {
			binary.LittleEndian.PutUint32(e[116:], put(n.data))
			binary.LittleEndian.PutUint32(e[120:], uint32(len(n.data)))
		}
		directory.Write(e)
	}
	start := put(directory.Bytes())
	head := make([]byte, 512)
	copy(head, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	head[30] = 9
	binary.LittleEndian.PutUint32(head[48:], start)
	binary.LittleEndian.PutUint32(head[60:], 0xfffffffe)
	binary.LittleEndian.PutUint32(head[68:], 0xfffffffe)
	for i := 76; i < 512; i += 4 {
		binary.LittleEndian.PutUint32(head[i:], 0xffffffff)
	}
	for i := 0; i*128 < len(fat)+4; i++ {
		binary.LittleEndian.PutUint32(head[76+4*i:], uint32(len(fat)+i))
	}
	table := make([]byte, (len(fat)+4+127)/128*512)
	for i, n := range fat {
		binary.LittleEndian.PutUint32(table[4*i:], n)
	}
	return append(append(head, body.Bytes()...), table...)
}

func wide(s string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return string(b)
}

func TestOutlook(t *testing.T) {
	t.Parallel()
	content := compoundOf(
		"__properties_version1.0", "x", "__substg1.0_0037001F", wide("Åsa och Astrid Planterad 1"), "__substg1.0_1000001F", wide("Hej Astrid Planterad 2"),
		"__substg1.0_007D001E", "From: Astrid Planterad 3", "__substg1.0_10130102", "<p>Astrid <b>Planterad</b> 4</p>",
		"__recip_version1.0_#00000000/__substg1.0_3003001F", wide("astrid@example.org"),
		"__attach_version1.0_#00000000/__substg1.0_3707001F", wide("bilaga.csv"), "__attach_version1.0_#00000000/__substg1.0_37010102", "namn;ort\nAstrid Planterad 5;Umeå\n"+strings.Repeat("a;b\n", 1200),
		"__attach_version1.0_#00000001/__substg1.0_3701000D/__properties_version1.0", "x", "__attach_version1.0_#00000001/__substg1.0_3701000D/__substg1.0_0037001F", wide("Astrid Planterad 6"),
	)
	planted(t, "a.msg", content, map[string]string{
		"#header=subject": "Åsa och " + nth(1), "#body": nth(2), "#header": nth(3), "#body=html": nth(4), "#recipient=1/property=3003": "astrid@example.org",
		"bilaga.csv#$[0].namn": nth(5), "#attachment=2/header=subject": nth(6),
	})
	planted(t, "a.doc", compoundOf("WordDocument", "\x00\x01"+person+" 1\r\x02\x03"+wide(person+" 2")), map[string]string{"#stream=WordDocument": nth(2)}, "unread-binary")
	planted(t, "a.docx", compoundOf("EncryptedPackage", "x"), nil, "unread-encrypted")
}

// jpegOf is the beginning of a picture with segments.
func jpegOf(segments ...string) []byte {
	b := []byte("\xff\xd8")
	for _, s := range segments {
		b = append(b, 0xff, s[0])
		b = binary.BigEndian.AppendUint16(b, uint16(len(s)+1))
		b = append(b, s[1:]...)
	}
	return append(b, "\xff\xda"...)
}

// tiffOf is a directory of texts by their tags.
func tiffOf(texts map[uint16]string) []byte {
	b := []byte("II*\x00\x08\x00\x00\x00")
	b = binary.LittleEndian.AppendUint16(b, uint16(len(texts)))
	at := uint32(8 + 2 + 12*len(texts) + 4)
	var data []byte
	for tag, s := range texts {
		b = binary.LittleEndian.AppendUint16(b, tag)
		b = binary.LittleEndian.AppendUint16(b, 2)
		b = binary.LittleEndian.AppendUint32(b, uint32(len(s)))
		b = binary.LittleEndian.AppendUint32(b, at+uint32(len(data)))
		data = append(data, s...)
	}
	return append(append(b, 0, 0, 0, 0), data...)
}

func TestPictures(t *testing.T) {
	t.Parallel()
	planted(t, "", jpegOf("\xe1Exif\x00\x00"+string(tiffOf(map[uint16]string{0x013b: nth(1), 0x010e: nth(2)})), "\xe1http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta><dc:creator>Astrid Planterad 3</dc:creator></x:xmpmeta>",
		"\xedPhotoshop 3.0\x008BIM\x1c\x02\x50\x00\x12Astrid Planterad 4", "\xfeAstrid Planterad 5"), map[string]string{
		"#meta=Artist": nth(1), "#meta=ImageDescription": nth(2), "#meta=xmp": nth(3), "#meta=iptc": nth(4), "#meta=comment": nth(5),
	}, "unread-image")
	text := "Author\x00Astrid Planterad 6"
	png := "\x89PNG\r\n\x1a\n" + string(binary.BigEndian.AppendUint32(nil, uint32(len(text)))) + "tEXt" + text + "crc!"
	planted(t, "", []byte(png), map[string]string{"#meta=Author": nth(6)}, "unread-image")
}

func TestPicturesAreReadByAProgram(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat("/bin/sh"); err != nil {
		t.Skip("no /bin/sh stands in for a program that reads pictures")
	}
	r := readerOf(t, asChild, document.Limits{})
	r.OCR = []string{"/bin/sh", "-c", "read -r x; echo 'Astrid Planterad 7'"}
	if texts, unread := through(t, r, string(jpegOf("\xfehej hej hej"))); len(texts) != 2 || texts[1] != "#text: Astrid Planterad 7\n" || unread != nil {
		t.Errorf("%q, not read %q", texts, unread)
	}
}

// TestHostile: what breaks rules is read as far as it goes, told, and never runs away.
func TestHostile(t *testing.T) {
	t.Parallel()
	nestedZip := zipped(t, "a.txt", "x")
	for range 14 {
		nestedZip = zipped(t, "n.zip", string(nestedZip))
	}
	deepMail := strings.Builder{}
	for i := range 200 {
		fmt.Fprintf(&deepMail, "MIME-Version: 1.0\nFrom: a@example.org\nDate: x\nContent-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	billion := `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">` + strings.Repeat(`<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">`, 1000) + `]><l>&b;</l>`
	bomb := zipped(t, "[Content_Types].xml", "<Types/>", "word/document.xml", "<w:p><w:t>"+strings.Repeat("\x20", 40<<20)+"</w:t></w:p>")
	loop := pdfOf("", `<</Type/Catalog/Pages 2 0 R>>`, `<</Type/Pages/Kids[2 0 R 3 0 R 2 0 R]/Count 9>>`, `<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>`,
		`<<>>%DATA/F Do /F Do`, `<</Subtype/Form/Length 6 0 R/Resources<</XObject<</F 5 0 R>>>>>>%DATA/F Do /F Do`, `6 0 R`)
	for name, c := range map[string]struct {
		content []byte
		want    string // part of what is told; empty: nothing need be
	}{
		"zip in zip in zip":         {nestedZip, "unread-depth"},
		"multiparts in each other":  {[]byte(deepMail.String()), "unread-depth"},
		"ten thousand headers":      {[]byte("MIME-Version: 1.0\nFrom: a@example.org\nSubject: x\n" + strings.Repeat("X-A: b\n", 20_000) + "\nhej"), "unread-bytes"},
		"a missing boundary":        {[]byte("MIME-Version: 1.0\nFrom: a@example.org\nDate: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nhej\n"), "unread-truncated"},
		"a wrong charset":           {[]byte("MIME-Version: 1.0\nFrom: a@example.org\nDate: x\nContent-Type: text/plain; charset=\"no-such\"\n\n\xc5sa"), ""},
		"a billion laughs":          {[]byte(billion), ""},
		"a bomb in a letter":        {bomb, "unread-ratio"},
		"deep XML":                  {[]byte("<?xml?>" + strings.Repeat("<a>", 500_000)), ""},
		"a page tree that loops":    {loop, ""},
		"deep arrays in PDF":        {pdfOf("", "<</Type/Catalog/Pages "+strings.Repeat("[", 100_000)+">>"), ""},
		"a truncated zip":           {zipped(t, "a", "x", "b", "y")[:60], "unread-end"},
		"nothing but the magic":     {[]byte("%PDF-"), "unread-damaged"},
		"an OLE file cut short":     {compoundOf("WordDocument", "x")[:520], "unread-damaged"},
		"RTF with a million braces": {[]byte(`{\rtf1 ` + strings.Repeat("{", 1<<20)), ""},
		"a letter twice":            {zipped(t, "[Content_Types].xml", "<Types/>", "word/document.xml", "<w:p><w:t>ett</w:t></w:p>", "word/document.xml", "<w:p><w:t>två</w:t></w:p>"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			texts, unread := read(t, "", c.content)
			if told := strings.Join(unread, ", "); c.want != "" && !strings.Contains(told, c.want) {
				t.Errorf("not read: %.300q, want %s", told, c.want)
			}
			if name == "a letter twice" && texts[""] != "ett\ntvå\n" || name == "a wrong charset" && texts["#body"] != "Åsa" {
				t.Errorf("%.300q", texts)
			}
		})
	}
}

// Fuzz: no document makes the parsers fail, and all that they hand over is UTF-8.
func Fuzz(f *testing.F) {
	for name, seed := range map[string][]byte{
		"a.pdf": pdfOf("/Info 20 0 R", planter()...), "a.rtf": []byte(`{\rtf1\ansi {\info{\author A}}\u233? x\'e5}`), "a.msg": compoundOf("__properties_version1.0", "x", "__substg1.0_0037001F", wide("A")),
		"a.eml":  []byte("From: =?utf-8?q?a?=\nMIME-Version: 1.0\nTo: b\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Transfer-Encoding: base64\n\nSGVq\n--b--\n"),
		"a.html": []byte("<html><!-- a --><p title='x'>a &amp; b<script>x</script>"), "a.xml": []byte("<?xml version='1.0'?><a b='c'><![CDATA[d]]></a>"),
		"a.jpg": jpegOf("\xe1Exif\x00\x00" + string(tiffOf(map[uint16]string{0x013b: "A"}))), "a.mbox": []byte("From a@b Mon\nSubject: x\nFrom: y\n\nz\n\nFrom b\nSubject: y\n\nz"),
		"a.docx": zipped(f, "[Content_Types].xml", "<Types/>", "word/document.xml", "<w:p><w:r><w:t>a</w:t></w:r></w:p>"), "a.xlsx": zipped(f, "[Content_Types].xml", "", "xl/worksheets/sheet1.xml", `<row><c t="s"><v>0</v></c></row>`, "xl/sharedStrings.xml", "<si><t>a</t></si>"),
		"a.ods": zipped(f, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", "<office:spreadsheet><table:table><table:table-row><table:table-cell><text:p>a"),
	} {
		f.Add(name, seed)
	}
	limits := document.Limits{}
	limits.Bytes, limits.Depth = 4<<20, 3
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		if _, err := document.InProcess(limits).Texts(t.Context(), name, bytes.NewReader(content), func(place string, text io.Reader) error {
			_, err := io.Copy(io.Discard, text)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}

// TestRealPDF reads what a browser printed, where one left it.
func TestRealPDF(t *testing.T) {
	t.Parallel()
	files, _ := filepath.Glob("/usr/share/doc/shared-mime-info/*.pdf")
	if len(files) == 0 {
		t.Skip("no PDF of another program's making lies here")
	}
	content, err := os.ReadFile(files[0])
	if err != nil {
		t.Skip("it cannot be read")
	}
	texts, _ := read(t, "", content)
	if !strings.Contains(texts["#page=1"], "Shared MIME-info Database") {
		t.Errorf("%.300q", texts["#page=1"])
	}
}
