package frame

// Faults are what is wrong with a form, by the name of the field; the values are
// keys of sentences.
type Faults map[string]string

// Require notes that a field was left empty.
func (f Faults) Require(name, value string) {
	if value == "" {
		f.Add(name, "web.form.required")
	}
}

// Add notes what is wrong with a field, unless something is already.
func (f Faults) Add(name, key string) {
	if _, ok := f[name]; !ok {
		f[name] = key
	}
}
