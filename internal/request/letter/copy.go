package letter

import (
	_ "embed"
	"encoding/json"

	"github.com/varsam/varsam"
)

// CopyFormat names the JSON of a copy. It changes only when a reader written for
// it would misread a new one.
const CopyFormat = "varsam/copy/1"

//go:embed copy.schema.json
var copySchema []byte

// CopySchema is the JSON Schema of [CopyFormat].
func CopySchema() []byte { return copySchema }

// Copy is what Art. 15 gives: the confirmation, all of 15(1)(a)–(h) and 15(2),
// and the data themselves, as a page to read and as JSON. What is withheld is
// named with its reason; nothing held for another controller is in it. The error
// is Invalid without a register.
func Copy(in Input) (Document, File, error) {
	c, err := compose(in, "copy.title")
	if err != nil {
		return Document{}, File{}, err
	}
	content := c.copyContent()
	data, err := json.MarshalIndent(content, "", "  ")
	if err != nil {
		return Document{}, File{}, varsam.Wrap(varsam.Internal, err, "a copy could not be written as JSON")
	}
	c.copyPage(content)
	page, err := c.finish("copy")
	return page, File{"copy.json", "application/json", append(data, '\n')}, err
}

// copyContent is the copy as its JSON says it. The page is made from the same.
type copyContent struct {
	Format       string           `json:"format"`
	Language     varsam.Lang      `json:"language"`
	Organisation copyOrganisation `json:"organisation"`
	Request      string           `json:"request"`
	Received     varsam.Date      `json:"received"`
	Made         varsam.Date      `json:"made"`
	Processed    bool             `json:"processed"` // the confirmation of Art. 15(1)
	Complete     bool             `json:"complete"`  // false: see not_searched and not_shown
	Activities   []copyActivity   `json:"activities"`
	Sources      []copySource     `json:"sources"`
	Disclosures  []copyDisclosure `json:"disclosures,omitempty"`
	Operators    []copyRecipient  `json:"operators"`
	Transfers    []copyTransfer   `json:"transfers"`
	Records      []copyRecord     `json:"records"`
	HandedIn     []copyHandedIn   `json:"handed_in,omitempty"` // by the owners of systems without an interface
	NotShown     []copyNotShown   `json:"not_shown"`
	NotSearched  []copyGap        `json:"not_searched"`
	Rights       []string         `json:"rights"`
	Complaint    []string         `json:"complaint"`
}

type copyOrganisation struct {
	Name    string   `json:"name"`
	Number  string   `json:"number,omitempty"`
	Country string   `json:"country,omitempty"`
	Contact []string `json:"contact"`
	Officer []string `json:"officer"`
}

type copyActivity struct {
	Activity   string          `json:"activity"`
	Title      string          `json:"title"`
	Purpose    string          `json:"purpose"`
	Basis      varsam.Basis    `json:"basis"`
	BasisWords string          `json:"basis_words"`
	Law        string          `json:"law,omitempty"`
	Interest   string          `json:"interest,omitempty"`
	Condition  string          `json:"condition,omitempty"`
	Categories []copyCategory  `json:"categories"`
	Recipients []copyRecipient `json:"recipients"`
	Kept       string          `json:"kept"`
	Automated  *copyAutomated  `json:"automated_decisions"` // null: there are none
}

type copyCategory struct {
	Category varsam.Category `json:"category"`
	Title    string          `json:"title"`
}

type copyRecipient struct {
	Name    string `json:"name"`
	Title   string `json:"title"`
	Country string `json:"country,omitempty"`
}

type copyAutomated struct {
	Logic        string `json:"logic"`
	Consequences string `json:"consequences"`
}

type copySource struct {
	Category varsam.Category `json:"category"`
	Title    string          `json:"title"`
	Source   string          `json:"source"` // as the register writes it; empty: not stated
	Words    string          `json:"words"`
}

type copyTransfer struct {
	To        string `json:"to"`
	Country   string `json:"country"`
	Safeguard string `json:"safeguard"` // empty: none is recorded
}

type copyRecord struct {
	System     string           `json:"system"`
	Title      string           `json:"title"`
	Collection string           `json:"collection"`
	Key        []string         `json:"key"`
	Ownership  varsam.Ownership `json:"ownership"`
	Activities []string         `json:"activities"`
	Until      varsam.Date      `json:"until,omitzero"`
	Law        string           `json:"law,omitempty"`
	Restricted bool             `json:"restricted,omitempty"`
	Fields     []copyField      `json:"fields"`

	label string
}

type copyField struct {
	Name     string          `json:"name"`
	Title    string          `json:"title"`
	Category varsam.Category `json:"category,omitempty"`
	Kind     string          `json:"kind"`
	Value    json.RawMessage `json:"value"`              // null also when withheld or large
	Withheld string          `json:"withheld,omitempty"` // why the value is not shown
	Size     int64           `json:"size,omitempty"`     // of a value that is listed, not shown

	text string
}

// copyDisclosure is one recipient whom the data was in fact handed to.
type copyDisclosure struct {
	To    copyRecipient `json:"to"`
	On    varsam.Date   `json:"on"`
	Scope string        `json:"scope"`
}

// copyHandedIn is what an owner found in a system without an interface.
type copyHandedIn struct {
	System string `json:"system"`
	Title  string `json:"title"`
	Text   string `json:"text"`
}

type copyNotShown struct {
	System     string `json:"system"`
	Title      string `json:"title"`
	Collection string `json:"collection"`
	Records    int    `json:"records"`
	Reason     string `json:"reason"`
}

type copyGap struct {
	System     string `json:"system"`
	Title      string `json:"title"`
	Collection string `json:"collection,omitempty"`
	Reason     string `json:"reason"`
}
