package frame

// Sentence is T for arguments that are a list already, for templates.
func (v *Visit) Sentence(key string, args []string) string { return v.T(key, args...) }
