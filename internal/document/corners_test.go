package document_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/ascii85"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"io"
	"os/exec"
	"strings"
	"testing"

	"github.com/varsam/varsam/internal/document"
)

// TestSheetsBesideTheirCells: what people write into a workbook that no cell holds.
func TestSheetsBesideTheirCells(t *testing.T) {
	t.Parallel()
	planted(t, "folk.xlsx", zipped(t,
		"[Content_Types].xml", "<Types/>",
		"docProps/thumbnail.jpeg", "\xff\xd8\xff\xe0 a picture of the first page",
		"xl/workbook.xml", `<workbook><sheets><sheet name="Folk" r:id="rId1"/></sheets><definedNames><definedName name="kund" comment="Astrid Planterad 1">"Astrid Planterad 2"</definedName></definedNames></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml", `<worksheet><sheetData><row><c r="A1"><f>'Astrid Planterad 3'!A1</f><v>1</v></c></row></sheetData>
<autoFilter ref="A1:A9"><filterColumn colId="0"><filters><filter val="Astrid Planterad 4"/></filters></filterColumn></autoFilter>
<conditionalFormatting sqref="B1"><cfRule type="containsText" text="Astrid Planterad 5"><formula>SEARCH("Astrid Planterad 6",B1)</formula></cfRule></conditionalFormatting>
<dataValidations><dataValidation sqref="C1" errorTitle="Astrid Planterad 7"><formula1>"Astrid Planterad 8,Bo"</formula1></dataValidation></dataValidations></worksheet>`,
		"xl/worksheets/_rels/sheet1.xml.rels", `<Relationships><Relationship Id="rId1" Target="../comments1.xml"/></Relationships>`,
		"xl/comments1.xml", `<comments><authors><author/><author></author></authors><commentList><comment ref="A1"><text><r><t>Astrid Planterad 9</t></r></text><commentPr><anchor><xdr:from><xdr:col>1</xdr:col></xdr:from></anchor></commentPr></comment></commentList></comments>`,
		"xl/charts/chart1.xml", `<c:chartSpace><c:title><a:p><a:r><a:t>Astrid </a:t></a:r><a:r><a:t>Planterad 10</a:t></a:r></a:p></c:title><c:ser><c:tx><c:strCache><c:pt><c:v>Astrid Planterad 11</c:v></c:pt><c:pt><c:v>Bo</c:v></c:pt></c:strCache></c:tx></c:ser></c:chartSpace>`,
	), map[string]string{
		"#meta=name": "kund" + nth(1) + `"` + nth(2), "#formula=Folk!A1": nth(3), "#field=Folk": nth(4), "#field=Folk!B1": nth(5) + `SEARCH("` + nth(6), "#field=Folk!C1": nth(7) + `"` + nth(8),
		"#comment=Folk!A1": nth(9), "#part=xl/charts/chart1.xml": nth(10) + "\n" + nth(11) + "\nBo",
	})
	texts, _ := read(t, "a.xlsx", zipped(t, "[Content_Types].xml", "<Types/>", "xl/comments1.xml",
		`<comments><authors><author/></authors><commentList><comment ref="A1"><text><t>ring 070-174 06 05</t></text><x><col>1</col></x></comment></commentList></comments>`))
	if got := texts["#comment=comments1!A1"]; got != "ring 070-174 06 05" {
		t.Errorf("a note with where it is shown: %q", got)
	}
}

// TestWritingBesideItsLines: names, alternative texts and letters in shapes.
func TestWritingBesideItsLines(t *testing.T) {
	t.Parallel()
	planted(t, "brev.docx", zipped(t,
		"[Content_Types].xml", "<Types/>",
		"word/document.xml", `<w:document><w:p><w:bookmarkStart w:name="Astrid Planterad 1"/><w:hyperlink w:tooltip="Astrid Planterad 2"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p>
<w:tbl><w:tblPr><w:tblCaption w:val="Astrid Planterad 3"/></w:tblPr></w:tbl><w:sdt><w:sdtPr><w:tag w:val="Astrid Planterad 4"/></w:sdtPr></w:sdt>
<pic:cNvPr id="1" name="Astrid Planterad 5.jpg"/></w:document>`,
		"word/header1.xml", `<w:hdr><w:p><w:r><w:pict><v:shape><v:textpath string="Astrid Planterad 6"/></v:shape></w:pict></w:r></w:p></w:hdr>`,
		"word/diagrams/data1.xml", `<dgm:dataModel><dgm:pt><dgm:t><a:p><a:r><a:t>Astrid </a:t></a:r><a:r><a:t>Planterad 7</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:dataModel>`,
	), map[string]string{
		"#name=1": nth(1), "#link=1": nth(2), "#alt=1": nth(3), "#field=1": nth(4), "#alt=2": nth(5), "#header=1/textbox=1": nth(6), "#part=word/diagrams/data1.xml": nth(7),
	})
}

// TestOpenDocumentBesideItsLines: a comment's writer and day are no part of it, and what is drawn has words too.
func TestOpenDocumentBesideItsLines(t *testing.T) {
	t.Parallel()
	body := `<office:body><office:text><text:p>Hej <office:annotation><dc:creator>Astrid Planterad 1</dc:creator><dc:date>2026-01-01T00:00:00</dc:date><text:p>Astrid Planterad 2</text:p></office:annotation>du</text:p>
<draw:custom-shape draw:name="Astrid Planterad 3"><svg:title>Astrid Planterad 4</svg:title><svg:desc>Astrid Planterad 5</svg:desc><text:p>Astrid <text:span>Plan</text:span>terad 6</text:p></draw:custom-shape>
<text:p><text:text-input text:description="Astrid Planterad 7">x</text:text-input><text:bookmark text:name="Astrid Planterad 8"/></text:p></office:text></office:body>`
	where := map[string]string{
		"#meta=author": nth(1), "#comment=1": nth(2), "#name=1": nth(3), "#alt=1": nth(4), "#alt=2": nth(5), "": "Hej du\n" + nth(6), "#field=1": nth(7), "#name=2": nth(8),
	}
	planted(t, "brev.odt", zipped(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", `<office:document-content>`+body+`</office:document-content>`,
		"Thumbnails/thumbnail.png", "\x89PNG\r\n\x1a\n a picture of the first page"), where)
	planted(t, "brev.fodt", []byte(`<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:mimetype="application/vnd.oasis.opendocument.text">`+
		`<office:meta><dc:title>Astrid Planterad 9</dc:title></office:meta>`+body+`</office:document>`),
		map[string]string{"": "Hej du\n" + nth(6), "#comment=1": nth(2), "#part=xml": nth(9)})
	planted(t, "brev.xml", []byte(`<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body><w:p><w:r><w:t>Astrid </w:t></w:r><w:r><w:rPr><w:b w:val="on"/></w:rPr><w:t>Planterad 1</w:t></w:r></w:p></w:body></w:wordDocument>`),
		map[string]string{"": nth(1)})
	planted(t, "ritning.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><text>Astrid <tspan font-weight="bold">Plan</tspan>terad 1</text><text><tspan x="1" y="1">Bo</tspan><tspan x="1" y="2">Ek</tspan></text></svg>`),
		map[string]string{"": nth(1) + "\n"})
	texts, _ := read(t, "ritning.svg", []byte(`<svg><text><tspan x="1" y="1">Bo</tspan><tspan x="1" y="2">Ek</tspan></text></svg>`))
	if strings.Contains(texts[""], "BoEk") {
		t.Errorf("two lines are one word: %q", texts[""])
	}
}

// TestNamesInArchives: a person may stand only in what a member is called.
func TestNamesInArchives(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	z.SetComment("Astrid Planterad 1")
	f, err := z.CreateHeader(&zip.FileHeader{Name: "\x8fsa Astrid Planterad 2.txt", NonUTF8: true, Comment: "Astrid Planterad 3"})
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(f, "inget här")
	z.Close()
	planted(t, "a.zip", b.Bytes(), map[string]string{"#comment": nth(1), "#member=1": "Åsa " + nth(2) + ".txt\n" + nth(3), "Åsa Astrid Planterad 2.txt": "inget"})
	b.Reset()
	w := tar.NewWriter(&b)
	w.WriteHeader(&tar.Header{Name: "mapp/Astrid Planterad 4/", Typeflag: tar.TypeDir})
	w.WriteHeader(&tar.Header{Name: "länk", Typeflag: tar.TypeSymlink, Linkname: "Astrid Planterad 5"})
	w.Close()
	planted(t, "a.tar", b.Bytes(), map[string]string{"#member=1": nth(4), "#member=2": nth(5)})
	packed, err := base64.StdEncoding.DecodeString("QlpoOTFBWSZTWS6M33EAAAtflAAQQAAgCCAAQgAmJ5wAAgAIACAAMUwmmgNMQoNMjJphESdAyw4KAZWRx6wglzfUQaz4vi7kinChIF0ZvuI=")
	if err != nil {
		t.Fatal(err)
	}
	planted(t, "folk.csv.bz2", packed, map[string]string{"folk.csv#$[0].namn": nth(1)})
}

// native is a file as the Packager of Windows keeps it.
func native(name, content string) string {
	var b bytes.Buffer
	b.WriteString("\x02\x00" + name + "\x00C:\\" + name + "\x00\x00\x00\x03\x00")
	binary.Write(&b, binary.LittleEndian, uint32(len(name)+1))
	b.WriteString(name + "\x00")
	binary.Write(&b, binary.LittleEndian, uint32(len(content)))
	b.WriteString(content)
	return b.String()
}

// counted puts a text's length before it.
func counted(s string) string {
	return string(binary.LittleEndian.AppendUint32(nil, uint32(len(s)))) + s
}

func TestObjectsInDocuments(t *testing.T) {
	t.Parallel()
	list := "namn;ort\nAstrid Planterad 1;Umeå\n"
	packed := native("Astrid Planterad 2.csv", list)
	planted(t, "brev.docx", zipped(t, "[Content_Types].xml", "<Types/>", "word/embeddings/oleObject1.bin", string(compoundOf("\x01Ole10Native", counted(packed)))),
		map[string]string{"word/embeddings/oleObject1.bin/Astrid Planterad 2.csv#$[0].namn": nth(1), "word/embeddings/oleObject1.bin#object": nth(2)})
	inner := zipped(t, "[Content_Types].xml", "<Types/>", "word/document.xml", `<w:p><w:t>Astrid Planterad 1</w:t></w:p>`)
	planted(t, "", compoundOf("Package", string(inner)), map[string]string{"object": nth(1)})
	ole := "\x01\x05\x00\x00\x02\x00\x00\x00" + counted("Package\x00") + counted("") + counted("") + counted(packed)
	planted(t, "brev.rtf", []byte(`{\rtf1 Hej {\object\objemb{\*\objclass Package}{\*\objdata `+hex.EncodeToString([]byte(ole))+"}}{\\b Astrid} Planterad 3}"),
		map[string]string{"Astrid Planterad 2.csv#$[0].namn": nth(1), "#object": nth(2), "": nth(3)})
	planted(t, "brev.rtf", []byte(`{\rtf1{\object{\*\objdata 0105}}Astrid Planterad 1}`), map[string]string{"": nth(1)}, "unread-binary")
}

// TestPageInBase85: the pages of many programs are packed and then written in letters.
func TestPageInBase85(t *testing.T) {
	t.Parallel()
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	w.Write([]byte("BT /F 12 Tf 72 700 Td (Astrid Planterad 1) Tj ET"))
	w.Close()
	letters := make([]byte, ascii85.MaxEncodedLen(z.Len()))
	letters = letters[:ascii85.Encode(letters, z.Bytes())]
	planted(t, "", pdfOf("", `<</Type/Catalog/Pages 2 0 R>>`, `<</Type/Pages/Kids[3 0 R]/Count 1>>`, `<</Type/Page/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>>`,
		`<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>`, `<</Filter[/A85/Fl]>>%DATA`+string(letters)+"~>"), map[string]string{"#page=1": nth(1)})
}

// TestPicturesAreRead: a program reads the pictures of pages, each once, and what it cannot read is told.
func TestPicturesAreRead(t *testing.T) {
	t.Parallel()
	reader, err := exec.LookPath("head")
	if err != nil {
		t.Skip("no program plays the one that reads pictures")
	}
	picture := func(more, data string) string {
		return `<</Subtype/Image/Width 64/Height 32` + more + `>>%DATA` + data
	}
	grey := strings.Repeat("\x80", 64*32)
	content := pdfOf("", `<</Type/Catalog/Pages 2 0 R>>`, `<</Type/Pages/Kids[3 0 R 4 0 R 5 0 R]/Count 3>>`,
		`<</Type/Page/Resources<</XObject<</X 6 0 R/Y 7 0 R/Z 8 0 R/W 11 0 R>>>>/Contents 9 0 R>>`, `<</Type/Page/Resources<</XObject<</X 6 0 R>>>>/Contents 10 0 R>>`,
		`<</Type/Page/Resources<</XObject<</X 12 0 R>>>>/Contents 10 0 R>>`,
		picture("/Filter/DCTDecode", "Astrid Planterad 1"), picture("/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/FlateDecode", grey),
		picture("/BitsPerComponent 8/ColorSpace[/Indexed/DeviceRGB 1(Astrid)]", strings.Repeat("\x00\x01", 32*32)), `<<>>%DATA/X Do /Y Do /Z Do /W Do`, `<<>>%DATA/X Do`,
		picture("/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 64>>", "Astrid"), picture("/Filter/JBIG2Decode", "x"))
	p := document.InProcess(document.Limits{})
	p.OCR = []string{reader, "-c", "40"}
	texts := map[string]string{}
	why, err := p.Texts(t.Context(), "", bytes.NewReader(content), func(place string, text io.Reader) error {
		b, err := io.ReadAll(text)
		texts[place] += string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for place, begins := range map[string]string{
		"#page=1/picture=1": "Astrid Planterad 1", "#page=1/picture=2": "P5\n64 32\n255\n", "#page=1/picture=3": "P6\n64 32\n255\nAstrid", "#page=1/picture=4": "II*",
	} {
		if !strings.HasPrefix(texts[place], begins) {
			t.Errorf("%s: %q, want %q", place, texts[place], begins)
		}
	}
	if _, again := texts["#page=2/picture=1"]; again || strings.Join(codes(why), " ") != "#page=3 unread-image" {
		t.Errorf("read again: %v; not read: %q", again, codes(why))
	}
}

// TestElementsThatAreCalledAsLooks: what XML that we do not know calls s or i may hold words in attributes, as the cache of a pivot table does.
func TestElementsThatAreCalledAsLooks(t *testing.T) {
	t.Parallel()
	planted(t, "folk.xlsx", zipped(t, "[Content_Types].xml", "<Types/>", "xl/pivotCache/pivotCacheDefinition1.xml",
		`<pivotCacheDefinition refreshedBy="Astrid Planterad 1"><cacheField><sharedItems><s v="Astrid Planterad 2"/><s v="Bo"/></sharedItems></cacheField></pivotCacheDefinition>`),
		map[string]string{"#part=xl/pivotCache/pivotCacheDefinition1.xml": "refreshedBy: " + nth(1)})
	texts, _ := read(t, "folk.xml", []byte(`<?xml version="1.0"?><folk><s v="Astrid Planterad 3"/><i mail="astrid@example.org">x</i> Astrid <font color="red">Plan</font>terad 4</folk>`))
	for _, words := range []string{"v: " + nth(3), "mail: astrid@example.org\n", nth(4)} {
		if !strings.Contains(texts[""], words) {
			t.Errorf("%q is not there: %q", words, texts)
		}
	}
}

// TestFlowedLines: RFC 3676 cuts lines behind blanks, and with DelSp in the middle of words.
func TestFlowedLines(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ params, body, want string }{
		{"format=flowed", "Hej Anna \r\nBerg!\r\nNästa rad", "Hej Anna Berg!\r\nNästa rad"},
		{"format=Flowed; delsp=yes", "hej anna.be \r\nrg@example.com och 850312- \r\n2393", "hej anna.berg@example.com och 850312-2393"},
		{"format=flowed", "> hon heter Anna \r\n> Berg \r\n>> inte Bo \r\nslut", "> hon heter Anna Berg \n>> inte Bo \nslut"},
		{"format=flowed", "från Anna \r\n From Lund\r\n-- \r\nBo Ek", "från Anna From Lund\r\n-- \r\nBo Ek"},
		{"format=flowed", strings.Repeat("å ", 20000) + "\r\nslut", strings.Repeat("å ", 20000) + "slut"},
		{"format=fixed", "Hej Anna \r\nBerg!", "Hej Anna \r\nBerg!"},
	} {
		texts, _ := read(t, "", []byte("From: a@example.org\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8; "+c.params+"\r\n\r\n"+c.body))
		if got := texts["#body"]; got != c.want {
			t.Errorf("%s: %.80q, want %.80q", c.params, got, c.want)
		}
	}
}

// TestTextBoxStandsAlone: what a text box says is no part of the words before it.
func TestTextBoxStandsAlone(t *testing.T) {
	t.Parallel()
	texts, _ := read(t, "", []byte(`{\rtf1\ansi bo@example.com{\shp{\*\shpinst{\shptxt astrid@example.com}}}}`))
	if got := texts[""]; !strings.Contains(got, "bo@example.com\nastrid@example.com") {
		t.Errorf("%q", got)
	}
}
