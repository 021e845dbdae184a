package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"
)

// The parts of CycloneDX 1.6 that a Go program has.
type (
	bom struct {
		Format       string       `json:"bomFormat"`
		SpecVersion  string       `json:"specVersion"`
		SerialNumber string       `json:"serialNumber"`
		Version      int          `json:"version"`
		Metadata     metadata     `json:"metadata"`
		Components   []component  `json:"components"`
		Dependencies []dependency `json:"dependencies"`
	}
	metadata struct {
		Timestamp string    `json:"timestamp"`
		Component component `json:"component"`
	}
	component struct {
		Type       string     `json:"type"`
		Ref        string     `json:"bom-ref"`
		Name       string     `json:"name"`
		Version    string     `json:"version"`
		PURL       string     `json:"purl"`
		Licences   []licence  `json:"licenses,omitempty"`
		Properties []property `json:"properties,omitempty"`
	}
	licence struct {
		Licence struct {
			ID string `json:"id"`
		} `json:"license"`
	}
	property struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	dependency struct {
		Ref       string   `json:"ref"`
		DependsOn []string `json:"dependsOn"`
	}
)

// materials writes what the binaries are made of.
func (r *release) materials() error {
	modules, err := r.linked()
	if err != nil {
		return err
	}
	list := r.bom(modules)
	text, err := json.MarshalIndent(list, "", "  ")
	if err != nil {
		return err
	}
	return r.write("varsam-"+r.version+".cdx.json", append(text, '\n'))
}

func (r *release) bom(modules []module) bom {
	self := library(module{Path: "github.com/varsam/varsam", Version: "v" + r.version})
	self.Type, self.Licences = "application", licensed("Apache-2.0")
	list := bom{
		Format: "CycloneDX", SpecVersion: "1.6", Version: 1,
		Metadata: metadata{r.stamp.Format(time.RFC3339), self},
	}
	needs := dependency{Ref: self.Ref}
	for _, m := range modules {
		c := library(m)
		list.Components = append(list.Components, c)
		needs.DependsOn = append(needs.DependsOn, c.Ref)
	}
	list.Dependencies = []dependency{needs}
	list.SerialNumber = serial(fmt.Sprint(self.Ref, needs.DependsOn))
	return list
}

func library(m module) component {
	purl := "pkg:golang/" + m.Path + "@" + m.Version
	c := component{Type: "library", Ref: purl, Name: m.Path, Version: m.Version, PURL: purl}
	if m.Sum != "" {
		c.Properties = []property{{"go:sum", m.Sum}}
	}
	files, _ := licenceFiles(m.Dir)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if id := licenceID(string(text)); err == nil && id != "" {
			c.Licences = licensed(id)
			break
		}
	}
	return c
}

func licensed(id string) []licence {
	var l licence
	l.Licence.ID = id
	return []licence{l}
}

// serial is a UUID made from the content, so that the same release has the same.
func serial(content string) string {
	h := sha256.Sum256([]byte(content))
	h[6], h[8] = h[6]&0x0f|0x80, h[8]&0x3f|0x80
	hex := fmt.Sprintf("%x", h[:16])
	return "urn:uuid:" + strings.Join([]string{hex[:8], hex[8:12], hex[12:16], hex[16:20], hex[20:]}, "-")
}
