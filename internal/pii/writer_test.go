package pii_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varsam/varsam/internal/pii"
)

// TestRoles holds that a note about somebody without a name says what it says of her, and that other words that are spelled so say nothing.
func TestRoles(t *testing.T) {
	t.Parallel()
	s, err := pii.New(pii.Options{Names: true})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string][]string{
		"Kunden är allergisk mot nötter.":                    {`hint.health "allergisk"`},
		"Ringde i dag. Eleven har dyslexi.":                  {`hint.health "dyslexi"`},
		"Brukaren är muslim":                                 {`hint.religion "muslim"`},
		"Klienten dömdes för misshandel 2019.":               {`hint.crime "dömdes"`, `hint.crime "misshandel"`},
		"Patienten ordinerades Alvedon.":                     {`hint.health "Patienten"`, `hint.health "Alvedon"`},
		"Hän käyttää Buranaa.":                               {`hint.health "Buranaa"`},
		"Pasienten bruker Paracet og Ibux daglig.":           {`hint.health "Paracet"`, `hint.health "Ibux"`},
		"Alvedon och Ritalin finns i lager":                  nil,
		"Asiakas sairastaa diabetesta.":                      {`hint.health "diabetesta"`},
		"Customer is pregnant.":                              {`hint.health "pregnant"`},
		"Kunden är nöjd med svaret":                          nil,
		"Kundens diabetes":                                   nil,
		"Alla är gravida":                                    nil,
		"do the same for a@example.com":                      {`email "a@example.com"`},
		"Christian Perrier <a@example.com>":                  {`person "Christian Perrier"`, `email "a@example.com"`},
		"hej jag heter anna svensson och bor på storgatan 5": {`person "anna svensson"`, `address "storgatan 5"`},
		"jag heter anna-karin och har diabetes":              {`person "anna-karin"`, `hint.health "diabetes"`},
		"Jag heter Anna Svensson":                            {`person "Anna Svensson"`},
		"hej, jag har diabetes":                              {`hint.health "diabetes"`},
		"jag heter inte så":                                  nil,
	} {
		if d := cmp.Diff(want, brief(text, s.Scan(nil, []byte(text), pii.Hint{}))); d != "" {
			t.Errorf("%s: %s", text, d)
		}
	}
}

// TestIntroducedAlone holds that a name in small letters is found also where nobody asks for hints.
func TestIntroducedAlone(t *testing.T) {
	t.Parallel()
	s, err := pii.New(pii.Options{Names: true, Types: []pii.Type{pii.Person}})
	if err != nil {
		t.Fatal(err)
	}
	const text = "hej jag heter anna svensson och har diabetes"
	if d := cmp.Diff([]string{`person "anna svensson"`}, brief(text, s.Scan(nil, []byte(text), pii.Hint{}))); d != "" {
		t.Error(d)
	}
}
