package office

func (d *document) odf() error {
	for _, f := range d.files {
		if err := d.plain(f); err != nil {
			return err
		}
	}
	return nil
}
