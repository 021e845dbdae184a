package document_test

import (
	"bytes"
	"compress/zlib"
	"crypto/md5"
	"crypto/rc4"
	"fmt"
	"strings"
	"testing"
)

// pdfOf is a document of objects, the first of which is the catalogue; "%DATA" makes a stream of what follows it.
func pdfOf(trailer string, objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	var at []int
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, streamed(o))
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, a := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, trailer, start)
	return b.Bytes()
}

// streamed puts the length into a stream's dictionary, and deflates it where that says so.
func streamed(o string) string {
	dict, data, ok := strings.Cut(o, "%DATA")
	if !ok {
		return o
	}
	if strings.Contains(dict, "/FlateDecode") {
		var z bytes.Buffer
		w := zlib.NewWriter(&z)
		w.Write([]byte(data))
		w.Close()
		data = z.String()
	}
	return fmt.Sprintf("%s/Length %d>>\nstream\n%s\nendstream", strings.TrimSuffix(dict, ">>"), len(data), data)
}

// planter is a document with the person in every corner.
func planter() []string {
	return []string{
		`<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[14 0 R]>>/Outlines 15 0 R/Metadata 17 0 R/Names<</EmbeddedFiles<</Names[(a) 18 0 R]>>>>>>`,
		`<</Type/Pages/Kids[3 0 R 4 0 R 2 0 R]/Count 2/Resources<</Font<</F1 5 0 R/F2 6 0 R>>/XObject<</X1 9 0 R>>>>>>`,
		`<</Type/Page/Parent 2 0 R/Contents[10 0 R 11 0 R]/Annots[12 0 R 13 0 R]>>`,
		`<</Type/Page/Parent 2 0 R/Contents 21 0 R>>`,
		`<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>`,
		`<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/ToUnicode 8 0 R/DescendantFonts[7 0 R]>>`,
		`<</Type/Font/Subtype/CIDFontType2/DW 500>>`,
		`<</Filter/FlateDecode>>%DATA/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000><ffff> endcodespacerange 2 beginbfrange <0001><001a><0041> <0030><0031>[<00500031><0066>] endbfrange 1 beginbfchar <0040><00e5> endbfchar endcmap`,
		`<</Type/XObject/Subtype/Form/Filter/FlateDecode>>%DATABT /F1 10 Tf 72 100 Td (Astrid Planterad 5) Tj ET`,
		`<</Filter/FlateDecode>>%DATABT /F1 12 Tf 72 700 Td (Hej Astrid Plan) Tj 0 -14 Td (Brevet till Astrid Plan-) Tj 0 -14 Td (terad 2 skickades. \305sa) Tj ET BT /F1 12 Tf 72 600 Td [(Astrid)-400(Pla)20(nterad)-400(3)] TJ`,
		`<</Filter[/ASCIIHexDecode/FlateDecode]>>%DATA`,
		`<</Type/Annot/Subtype/Text/Contents(Astrid Planterad 6)/T<FEFF0041007300740072006900640020005000E5>>>`,
		`<</Type/Annot/Subtype/Link/A<</S/URI/URI(mailto:astrid@example.org)>>>>`,
		`<</T(namn)/FT/Tx/V(Astrid Planterad 7)/Kids[14 0 R]>>`,
		`<</Type/Outlines/First 16 0 R>>`,
		`<</Title(Astrid Planterad 8)/Next 16 0 R>>`,
		`<</Type/Metadata/Subtype/XML>>%DATA<?xpacket?><x:xmpmeta><dc:creator>Astrid Planterad 9</dc:creator></x:xmpmeta>`,
		`<</Type/Filespec/F(bilaga.csv)/EF<</F 19 0 R>>>>`,
		`<</Type/EmbeddedFile/Filter/FlateDecode>>%DATA` + "namn;ort\nAstrid Planterad 10;Umeå\n",
		`<</Author(Astrid Planterad 11)>>`,
		`<<>>%DATABT /F1 12 Tf 72 700 Td (Planterad 4) Tj -36 0 Td (Astrid) Tj ET /X1 Do BT /F2 12 Tf 72 500 Td <000100130014001200090004> Tj 40 0 Td <00300040> Tj ET`,
	}
}

func TestPDF(t *testing.T) {
	t.Parallel()
	objects := planter()
	objects[9] = strings.Replace(objects[9], "(Hej Astrid Plan) Tj", "(Hej Astrid Planterad 1) Tj", 1)
	objects[10] = `<<>>%DATA ET`
	want := map[string]string{
		"#page=1": nth(1), "#page=2": "Astrid Planterad 4", "#page=1/annotation=1": nth(6), "#page=1/annotation=2": "astrid@example.org",
		"#field=namn": nth(7), "#outline": nth(8), "#meta=xmp": nth(9), "bilaga.csv#$[0].namn": nth(10), "#meta=Author": nth(11),
	}
	whole := pdfOf("/Info 20 0 R", objects...)
	for name, content := range map[string][]byte{
		"whole":               whole,
		"without its list":    bytes.Replace(whole, []byte("startxref"), []byte("startxxxx"), 1),
		"with a wrong list":   bytes.ReplaceAll(whole, []byte(" 00000 n"), []byte("1 0000 n")),
		"without its end":     whole[:bytes.Index(whole, []byte("xref\n0"))],
		"with a wrong length": bytes.ReplaceAll(whole, []byte("/Length 1"), []byte("/Length 9")),
		"behind other bytes":  append([]byte("HTTP junk\n"), whole...),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := want
			if name == "without its end" {
				want = map[string]string{"#page=1": nth(1), "#page=2": nth(4), "#field=namn": nth(7)}
			}
			planted(t, "a.pdf", content, want)
			texts, _ := read(t, "a.pdf", content)
			for _, s := range []string{"Brevet till Astrid Planterad 2 skickades. Åsa", "Astrid Planterad 3"} {
				if !strings.Contains(texts["#page=1"], s) {
					t.Errorf("page 1 has no %q: %q", s, texts["#page=1"])
				}
			}
			for _, s := range []string{"Astrid Planterad 5", "ASTRID P1å"} {
				if !strings.Contains(texts["#page=2"], s) {
					t.Errorf("page 2 has no %q: %q", s, texts["#page=2"])
				}
			}
		})
	}
}

// A document of revision 2 opens without a password where the empty one is its user's.
// Two narrow letters that are written one by one are two; what is printed twice with a small shift, to look bold, is one text.
func TestNarrowLettersInPDF(t *testing.T) {
	t.Parallel()
	widths := strings.Repeat("500 ", 108-32) + "222" + strings.Repeat(" 500", 126-108)
	texts, _ := read(t, "a.pdf", pdfOf("",
		`<</Type/Catalog/Pages 2 0 R>>`,
		`<</Type/Pages/Kids[3 0 R]/Count 1>>`,
		`<</Type/Page/Parent 2 0 R/Contents 5 0 R/Resources<</Font<</F1 4 0 R>>>>>>`,
		`<</Type/Font/Subtype/TrueType/BaseFont/X/Encoding/WinAnsiEncoding/FirstChar 32/LastChar 126/Widths[`+widths+`]>>`,
		`<<>>%DATABT /F1 12 Tf 72 700 Td [(Ka)0(l)0(l)0(berg)] TJ ET BT /F1 12 Tf 72 650 Td (Fet) Tj 0.4 0 Td (Fet) Tj ET`,
	))
	if got := texts["#page=1"]; !strings.Contains(got, "Kallberg") || strings.Count(got, "Fet") != 1 {
		t.Errorf("the page reads %q", got)
	}
}

func TestEncryptedPDF(t *testing.T) {
	t.Parallel()
	const padding = "\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A"
	locked := func(password string) []byte {
		owner := strings.Repeat("o", 32)
		sum := md5.Sum([]byte((password + padding)[:32] + owner + "\xfc\xff\xff\xff" + "id"))
		key := sum[:5]
		crypt := func(key []byte, s string) string {
			c, err := rc4.NewCipher(key)
			if err != nil {
				t.Fatal(err)
			}
			b := []byte(s)
			c.XORKeyStream(b, b)
			return string(b)
		}
		of := func(n byte, s string) string {
			sum := md5.Sum(append(bytes.Clone(key), n, 0, 0, 0, 0))
			return crypt(sum[:10], s)
		}
		return pdfOf(fmt.Sprintf("/Info 6 0 R/ID[<6964><6964>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(%s)/U<%x>>>", owner, crypt(key, padding)),
			`<</Type/Catalog/Pages 2 0 R>>`, `<</Type/Pages/Kids[3 0 R]/Count 1>>`, `<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>`,
			`<<>>%DATA`+of(4, "BT /F 12 Tf (Astrid Planterad 1) Tj ET"), `<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>`, fmt.Sprintf("<</Author<%x>>>", of(6, nth(2))))
	}
	planted(t, "", locked(""), map[string]string{"#page=1": nth(1), "#meta=Author": nth(2)})
	planted(t, "", locked("secret"), nil, "unread-encrypted")
}

func TestPagesThatOnlyShowAPicture(t *testing.T) {
	t.Parallel()
	picture := `<</Subtype/Image/Width 1000/Height 1400/Filter/DCTDecode>>%DATA` + "\xff\xd8"
	planted(t, "", pdfOf("", `<</Type/Catalog/Pages 2 0 R>>`, `<</Type/Pages/Kids[3 0 R 3 0 R 4 0 R 7 0 R]/Count 3>>`,
		`<</Type/Page/Resources<</Font<</F 6 0 R>>>>/Contents 8 0 R>>`, `<</Type/Page/Resources<</XObject<</X 5 0 R>>>>/Contents 9 0 R>>`, picture, `<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>`,
		`<</Type/Page/Resources<</XObject<</X 5 0 R>>/Font<</F 10 0 R>>>>/Contents 8 0 R>>`, `<<>>%DATABT /F 12 Tf (Hej) Tj ET`, `<<>>%DATA/X Do`,
		`<</Type/Font/Subtype/Type0/Encoding/Identity-H>>`),
		map[string]string{"#page=1": "Hej"}, "#page=2 unread-image", "#page=3 unread-letters")
}
