package duty

import (
	"context"
	"encoding/json"
	"path"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// logged are the kinds that are evidence of what was done, and come by doing it.
var logged = []Kind{Disclosure, RecipientNotice}

// FolderFiles writes our own duties as the folder beside a register: paths below
// [register.DutiesFolder], with the newest document of each. What is logged, and not
// taken down, stays here. It holds personal data.
func (s *Service) FolderFiles(ctx context.Context) (map[string][]byte, error) {
	out, err := s.Export(ctx, "", "")
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	var list strings.Builder
	for _, r := range out.Records {
		if slices.Contains(logged, r.Kind) {
			continue
		}
		one := filedDuty{Duty: r.ID, Kind: r.Kind, Owner: r.Owner, Facts: r.Facts, Over: r.State == Ended}
		if t := r.Subject.Type; t != OfPerson && t != OfCompany && t != OfOrganisation {
			one.About = r.Subject.String()
		}
		if one.File, err = s.document(ctx, r, files); err != nil {
			return nil, err
		}
		line, err := json.Marshal(one)
		if err != nil {
			return nil, varsam.Errorf(varsam.Internal, "duty %s cannot be written", r.ID)
		}
		list.WriteString("  - " + string(line) + "\n")
	}
	if list.Len() > 0 {
		files[register.DutiesFolder+"/duties.yaml"] = []byte("duties:\n" + list.String())
	}
	return files, nil
}

// filedDuty is a duty as a file has it; JSON on a line is YAML.
type filedDuty struct {
	Duty  string `json:"duty"`
	Kind  Kind   `json:"kind"`
	About string `json:"about,omitempty"`
	Owner string `json:"owner,omitempty"`
	Facts Facts  `json:"facts"`
	File  string `json:"file,omitempty"`
	Over  bool   `json:"over,omitempty"`
}

// document puts the newest document of a record among the files, and says where.
func (s *Service) document(ctx context.Context, r Record, files map[string][]byte) (string, error) {
	if r.Files == 0 {
		return "", nil
	}
	all, err := s.Files(ctx, r)
	if err != nil || len(all) == 0 {
		return "", err
	}
	f, content, err := s.File(ctx, r.ID, all[len(all)-1].ID)
	if err != nil {
		return "", err
	}
	at := r.ID + path.Ext(f.Name)
	files[register.DutiesFolder+"/"+at] = content
	return at, nil
}

// Filing is a duty of a folder as it would be taken.
type Filing struct {
	Name   string `json:"name"`
	Kind   Kind   `json:"kind"`
	About  string `json:"about,omitempty"`
	Stands bool   `json:"stands"` // it is there already, and stays as it is
}

// Filings are what taking a folder would do.
func (s *Service) Filings(ctx context.Context, f Folder) (all []Filing, err error) {
	if f.Empty() {
		return nil, nil
	}
	w, err := s.World(ctx)
	if err != nil {
		return nil, err
	}
	for _, d := range f.all {
		_, stands := w.Record(s.standing(w, d.Name))
		all = append(all, Filing{d.Name, Kind(d.Kind), d.About, stands})
	}
	return all, nil
}

// standing is the id of a duty that a folder names: of one that was exported its own,
// else the one that its name gives.
func (s *Service) standing(w *World, name string) string {
	if _, ours := w.Record(name); ours {
		return name
	}
	return s.filed(name)
}
