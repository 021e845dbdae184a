package main

import "strings"

// inCase puts a name into a Finnish case, given by its end with a: lle, lta, sta, ssa, n, ta.
func inCase(name, end string) string {
	front := !strings.ContainsAny(strings.ToLower(name), "aou")
	if front {
		end = strings.ReplaceAll(end, "a", "ä")
	}
	if stem, ok := strings.CutSuffix(name, "nen"); ok { // Virtanen: Virtaselle, Virtasta
		if strings.HasPrefix(end, "t") {
			return stem + "s" + end
		}
		return stem + "se" + end
	}
	stem := name
	last := name[len(name)-1]
	switch {
	case !strings.ContainsRune("aeiouyäöå", rune(last)) && last < 0x80: // Johansson: Johanssonille
		stem += "i"
	case strings.HasPrefix(end, "t"): // Liisaa
		return name + strings.TrimPrefix(end, "t")
	}
	return weak(stem) + end
}

// weak is a stem before most cases: Pekka has Pekalle, Mäki Mäelle, Lahti Lahdelle.
func weak(stem string) string {
	for _, g := range [...][2]string{
		{"mäki", "mäe"},
		{"lahti", "lahde"},
		{"järvi", "järve"},
		{"niemi", "nieme"},
		{"koski", "koske"},
		{"saari", "saare"},
		{"vuori", "vuore"},
		{"joki", "joe"},
		{"lehti", "lehde"},
		{"salmi", "salme"},
		{"kka", "ka"},
		{"kki", "ki"},
		{"kko", "ko"},
		{"tti", "ti"},
		{"tta", "ta"},
		{"ppo", "po"},
		{"nta", "nna"},
		{"lto", "llo"},
		{"ehto", "ehdo"},
	} {
		if before, ok := strings.CutSuffix(stem, g[0]); ok {
			return before + g[1]
		}
		if strings.EqualFold(stem, g[0]) { // Mäki, Lahti
			return stem[:1] + g[1][1:]
		}
	}
	return stem
}
