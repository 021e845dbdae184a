package example

import (
	"fmt"
	"strings"

	"github.com/varsam/varsam/internal/paper"
)

// projectFiles are the folders of the same projects as the database's, each with an
// agreement, a report and a list of who takes part.
func projectFiles(w *world) map[string][]byte {
	files, all := map[string][]byte{}, w.groups[customer]
	r := w.stream("projects") // the same chance as that of the database, so that the days are the same
	var list strings.Builder
	list.WriteString("Projektnr;Kund;Avslutat\n")
	for i := range max(6, len(all)/6) {
		lead, other := all[i*4%len(all)], all[(i*4+1)%len(all)]
		ended := w.cal.between(r, 4700, 30).AddDays(120 + r.IntN(300))
		closed := ""
		if w.cal.pastOrNull(ended) != nil {
			closed = ended.String()
		}
		customer := w.companies[lead.company].name
		fmt.Fprintf(&list, "%d;%s;%s\n", 1000+i, customer, closed)
		folder := fmt.Sprintf("%d Projekt/", 1000+i)
		files[folder+"avtal.pdf"] = paper.Make("pdf", paper.Sheet{Lines: []string{"Avtal mellan Lärosund Rådgivning AB och " + customer, "Beställare: " + lead.name()}, Header: "Avtal", Author: "Lärosund"})
		files[folder+"rapport.docx"] = paper.Make("docx", paper.Sheet{
			Lines: []string{"Slutrapport", "Intervju med " + other.name() + " (" + other.work + ")."}, Header: customer, Comment: "Stäm av med " + lead.name() + ".", Hidden: "Utkast.", Author: "Lärosund",
		})
		files[folder+"deltagare.csv"] = []byte("namn;e-post\n" + lead.name() + ";" + lead.work + "\n" + other.name() + ";" + other.work + "\n")
	}
	files["projekt.csv"] = []byte(list.String())
	return files
}
