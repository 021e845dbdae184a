package pii_test

import (
	"testing"

	"github.com/varsam/varsam/internal/pii"
)

// TestNothing holds that nothing is found in what programs, licences and lists of changes say, where something once was.
func TestNothing(t *testing.T) {
	t.Parallel()
	s, err := pii.New(pii.Options{MinScore: 0.5})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		"License: GPL-2\nLicense: BSD-3-clause", "32-bit CRC32C checksum", "<Plane 16> Private Use",
		"/* 2018-10-25 ticket [cf5ed20f]", "* 2018-10-25 fix", "Endless Mobile, Inc 2017-2022", "section 2.2.4.2", "Löneart 010 1 680,00 kr", "Kostnadsställe 4410",
		"metrics.SerializeDuration, metrics.Float64Histogram", "OBJ_IGNORE_IMPERSONATED_DEVICEMAP = 0x00000800", "return sid, UTF16ToString(db)",
	} {
		for _, h := range s.Scan(nil, []byte(text), pii.Hint{}) {
			t.Errorf("%q: %v", text, h)
		}
	}
}
