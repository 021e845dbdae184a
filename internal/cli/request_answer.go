package cli

type requestAnswerCommand struct {
	requestID
	Out   string `help:"Folder to write the letter to, as HTML and text; printed as text when left out." placeholder:"DIR"`
	Final bool   `help:"This is the answer that is sent: everything is done, and the log is signed."`
}

func (c *requestAnswerCommand) Run(s *session) error {
	lang, err := s.language()
	if err != nil {
		return err
	}
	return s.with(registerFlag{}, func(app *app) error {
		doc, err := app.service.Answer(s.ctx, c.Request, lang, c.Final)
		if err != nil {
			return err
		}
		return s.hand(doc, c.Out)
	})
}
