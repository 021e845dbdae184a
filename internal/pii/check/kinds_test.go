package check_test

import (
	"slices"
	"testing"

	"github.com/varsam/varsam/internal/pii"
	"github.com/varsam/varsam/internal/pii/check"
)

// unchecked are the types whose values no rule of form can tell.
var unchecked = []pii.Type{pii.URL, pii.CookieID, pii.Address, pii.Person}

func TestKindsAreTheTypesOfRecognition(t *testing.T) {
	t.Parallel()
	for _, kind := range check.Kinds() {
		if slices.Contains(unchecked, pii.Type(kind)) {
			t.Errorf("%s has a rule", kind)
		}
	}
	for _, known := range []pii.Type{pii.SEPersonnummer, pii.FIVAT, pii.NOOrganisation, pii.DKPassport, pii.DeviceID, pii.Postcode, pii.IMSI} {
		if !slices.Contains(check.Kinds(), string(known)) {
			t.Errorf("%s has no rule", known)
		}
	}
}
