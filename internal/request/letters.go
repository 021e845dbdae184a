package request

import (
	"context"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/request/letter"
)

// Receipt is the letter that says what came and by which day it is answered.
func (s *Service) Receipt(ctx context.Context, id string, lang varsam.Lang) (letter.Document, error) {
	in, err := s.planless(ctx, id, lang)
	if err != nil {
		return letter.Document{}, err
	}
	return letter.Receipt(in)
}

// ExtensionLetter says that the answer takes longer, and why. Code Conflict when
// the request was not extended.
func (s *Service) ExtensionLetter(ctx context.Context, id string, lang varsam.Lang) (letter.Document, error) {
	w, err := s.open(ctx, id)
	if err != nil {
		return letter.Document{}, err
	}
	if !w.Extended {
		return letter.Document{}, varsam.Errorf(varsam.Conflict, "request %s has not been extended: varsam request extend %s", id, id)
	}
	return letter.Extension(w.letter(lang), varsam.Words{SV: w.kase.Extension, EN: w.kase.Extension})
}

// PauseLetter asks the person for what the request cannot go on without.
func (s *Service) PauseLetter(ctx context.Context, id string, lang varsam.Lang, need string) (letter.Document, error) {
	in, err := s.planless(ctx, id, lang)
	if err != nil {
		return letter.Document{}, err
	}
	return letter.Pause(in, varsam.Words{SV: need, EN: need})
}

// ForwardLetter passes the request on to a controller for whom we process: what
// was asked and by whom, nothing that was found.
func (s *Service) ForwardLetter(ctx context.Context, id, party string, lang varsam.Lang) (letter.Document, error) {
	w, err := s.open(ctx, id)
	if err != nil {
		return letter.Document{}, err
	}
	return letter.Forward(w.letter(lang), party, w.kase.Letter)
}

// LiftingLetter tells the person that a restriction ends, before it does.
func (s *Service) LiftingLetter(ctx context.Context, id string, lang varsam.Lang, on varsam.Date, why string) (letter.Document, error) {
	in, err := s.planless(ctx, id, lang) // what was found may be destroyed by then
	if err != nil {
		return letter.Document{}, err
	}
	return letter.Lifting(in, on, varsam.Words{SV: why, EN: why})
}

func (s *Service) planless(ctx context.Context, id string, lang varsam.Lang) (letter.Input, error) {
	w, err := s.open(ctx, id)
	return w.letter(lang), err
}

// letter is what every letter of the request is made from.
func (w work) letter(lang varsam.Lang) letter.Input {
	if lang == "" {
		lang = w.kase.Language
	}
	return letter.Input{
		Lang: lang, Register: w.reg, Request: w.ID, People: w.kase.People, Asks: w.kase.Asks,
		Received: w.On, Legal: w.Legal, Written: w.today, Told: w.kase.Told, Forwarded: w.kase.Forwarded,
	}
}
