package register_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam/internal/register"
)

// allowed are the findings that a library entry cannot answer for itself.
var allowed = []string{
	"draft-activity", "carries-nothing", "no-activity-owner", "rule-to-verify", "processor-without-controller", "processor-without-instruction",
	"joint-without-arrangement", "marketing-without-consent", "consent-of-employees",
}

func TestLibrary(t *testing.T) {
	t.Parallel()
	keys := map[string]bool{}
	for _, e := range register.Library() {
		t.Run(e.Key, func(t *testing.T) {
			if keys[e.Key] {
				t.Error("the key is given twice")
			}
			keys[e.Key] = true
			if e.Title.SV == "" || e.Title.EN == "" || e.Purpose.SV == "" || e.Purpose.EN == "" {
				t.Error("title or purpose is missing in a language")
			}
			country := e.Country
			if country == "" {
				country = "SE"
			}
			reg := load(t, folder(map[string]string{
				"organisation.yaml": strings.Replace(workedFiles(t)["organisation.yaml"], "country: SE", "country: "+country, 1),
				"activity.yaml":     string(e.Take(today)),
			}))
			a := reg.Activities[0]
			if !a.Draft || a.Name != e.Activity.Name {
				t.Errorf("taken over as %+v", a)
			}
			for _, f := range register.Findings(reg, today) {
				if !slices.Contains(allowed, f.Code) {
					t.Errorf("%s: %s", f.Code, f.Says().EN)
				}
			}
		})
	}
	if len(keys) < 30 {
		t.Errorf("only %d entries", len(keys))
	}
}

// TestLibraryTogether: what fits one country can be taken over all at once.
func TestLibraryTogether(t *testing.T) {
	t.Parallel()
	for _, country := range []string{"SE", "FI"} {
		files := map[string]string{"organisation.yaml": strings.Replace(workedFiles(t)["organisation.yaml"], "country: SE", "country: "+country, 1)}
		for _, e := range register.Library() {
			if e.Country == "" || e.Country == country {
				files["activities/"+e.Key+".yaml"] = string(e.Take(today))
			}
		}
		load(t, folder(files))
	}
}
