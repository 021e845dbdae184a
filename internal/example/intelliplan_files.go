package example

import (
	"fmt"
	"strings"

	"github.com/varsam/varsam/internal/paper"
)

// caseFiles are the case folders: one for each case, with a letter of one kind or
// another, and the list that says when each was closed.
func caseFiles(w *world) map[string][]byte {
	files, people := map[string][]byte{}, w.groups[customer]
	var list strings.Builder
	list.WriteString("Nummer;Kund;Avslutat\n")
	kinds := []string{"docx", "pdf", "odt", "xlsx", "txt", "rtf", "pptx", "eml"}
	for i, e := range errands(w) {
		p := people[e.contact]
		closed := ""
		if e.closed > 0 {
			closed = w.cal.ago(e.closed).String()
		}
		fmt.Fprintf(&list, "%d;%s;%s\n", e.number, w.companies[p.company].name, closed)
		folder := fmt.Sprintf("%d %s/", e.number, e.subject)
		kind := kinds[i%len(kinds)]
		files[folder+"underlag."+kind] = paper.Make(kind, paper.Sheet{
			Lines:  []string{"Ärende " + fmt.Sprint(e.number) + ": " + e.subject, "Anmält av " + p.name() + ", " + p.work, "Åtgärd: se anteckningen."},
			Header: w.companies[p.company].name, Comment: "Kontrollerat.", Hidden: "Uppskattad tid: " + fmt.Sprint(1+i%5) + " timmar.", Author: p.name(),
		})
		if e.contact == theMate {
			asker := people[theWriter]
			files[folder+"deltagare.csv"] = []byte("namn;e-post\n" + p.name() + ";" + p.work + "\n" + asker.name() + ";" + asker.work + "\n")
		}
	}
	files["arenden.csv"] = []byte(list.String())
	return files
}
