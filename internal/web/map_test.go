package web_test

import (
	"archive/zip"
	"bytes"
	"net/http"
	"strings"
	"testing"
)

// abroadFiles are a register with a flow of each kind.
var abroadFiles = map[string]string{
	"organisation.yaml":    "format: 1\norganisation: main\ntitle: {sv: Exempel AB}\ncountry: SE\nzone: Europe/Stockholm\n",
	"activities/news.yaml": "activity: news\ntitle: {sv: Nyhetsbrev}\nowner: ombud\npurpose: {sv: Skicka nyhetsbrev}\nbasis: {article: 6.1.a}\nsubjects: [subscriber]\nneeds: [contact.email, id]\nrecipients: [Skatteverket, cloud]\nkeep: {while: consent}\n",
	"parties/cloud.yaml":   "party: cloud\ntitle: {sv: Molnet Inc}\nkind: processor\ncountry: US\ntransfer: {mechanism: scc}\n",
	"systems/letters.yaml": "system: letters\ntitle: {sv: Utskick}\nconnector: assisted\noperator: cloud\ncollections:\n  members:\n    title: {sv: medlemmar}\n    person: self\n    fields:\n      id: {data: id}\n      mail: {data: contact.email, identifies: email}\n    carried_by: [news]\n",
}

// The map is a table, too, of the same flows: from whom to whom, what, to which
// country and on which ground; narrowed to a thing or to what leaves the EEA.
func TestTheMapIsATableToo(t *testing.T) {
	t.Parallel()
	h := build(t, true)
	astrid := h.first()
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	for name, content := range abroadFiles {
		w, err := z.Create(name)
		h.must(err)
		_, err = w.Write([]byte(content))
		h.must(err)
	}
	h.must(z.Close())
	astrid.see("/start")
	astrid.upload("/register/files", "files", packed.Bytes())
	astrid.see("/register/map", "Nyhetsbrev", "Utskick", "Molnet Inc", "USA", "samtycke (artikel 6.1 a)", "tredjeland", "standardavtalsklausuler", "Skatteverket", "drift")
	t.Log(text(astrid.page))
	astrid.see("/register/map?only=abroad", "Molnet Inc")
	if strings.Contains(astrid.page, "Skatteverket") {
		t.Error("what stays in the country is said to leave it")
	}
	astrid.see("/register/map?only=party:cloud", "Nyhetsbrev", "Molnet Inc")
	if r := astrid.get("/register/map?only=party:none"); r.StatusCode != http.StatusNotFound {
		t.Errorf("what there is not: %s", r.Status)
	}
}
