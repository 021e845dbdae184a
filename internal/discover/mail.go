package discover

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/mailcheck"
	"github.com/varsam/varsam/internal/pii"
	"github.com/varsam/varsam/internal/register"
)

// ofMails reports a collection of mails, by the columns that only they have.
func ofMails(table varsam.Collection) bool {
	for _, name := range []string{"account", "folder", "recipients", "outside", "sent", "private"} {
		if !slices.ContainsFunc(table.Columns, func(c varsam.Column) bool { return c.Name == name }) {
			return false
		}
	}
	return true
}

// mails looks into what mails say, by count and place.
func (v *visit) mails(ctx context.Context, table varsam.Collection) error {
	c := mailcheck.Check{
		Scanner: v.o.Scanner, Collection: table.Name, Sample: v.o.Sample,
		Hint: pii.Hint{Country: v.reg.Organisation.Country, Language: languageOf(v.reg.Organisation.Language)},
	}
	if v.o.Full || table.Rows >= 0 && table.Rows <= int64(v.o.Sample) {
		c.Sample = 0
	}
	places, incomplete, err := c.Run(ctx, v.sys)
	unread := 0
	for _, p := range places {
		unread += p.Unread
		for _, kind := range mailcheck.Kinds {
			if n := p.Found[kind]; n > 0 {
				v.report.Findings = append(v.report.Findings, v.ofMail(table, p, kind, n, c.Sample == 0))
			}
		}
	}
	if unread > 0 {
		v.report.Gaps = append(v.report.Gaps, Gap{v.entry.Name, table.Name, varsam.Because(GapUnread, strconv.Itoa(unread))})
	}
	switch {
	case err != nil && (ctx.Err() != nil || errors.Is(err, context.Canceled)):
		return err
	case err != nil:
		return v.missed(ctx, table.Name, err)
	case incomplete:
		v.gap(table.Name, GapDenied)
	}
	return nil
}

// ofMail is the finding of one kind in one place. The place is a mailbox and what
// sort of folder, which tell nothing of who wrote.
func (v *visit) ofMail(table varsam.Collection, p mailcheck.Place, kind mailcheck.Kind, n int, whole bool) Finding {
	f := Finding{
		System: v.entry.Name, Collection: table.Name, Column: "text", Path: p.Account + "/" + p.Folder, Read: int64(p.Mails), Rows: int64(n), Whole: whole,
		Severity: register.Warning, Score: pii.Likely,
	}
	switch kind {
	case mailcheck.NationalID:
		f.Code, f.Category, f.Severity = NationalInText, "person.national-id", register.Error
		f.Paragraph = "dataskyddslagen 3 kap. 10 §"
		if v.reg.Organisation.Country == "FI" {
			f.Paragraph = "dataskyddslagen (1050/2018) 29 §"
		}
	case mailcheck.Special:
		f.Code, f.Category, f.Severity, f.Paragraph = SpecialInText, "special", register.Error, "Art. 9(1)"
	case mailcheck.Recipients:
		f.Code, f.Column, f.Category, f.Paragraph = ManyRecipients, "to", "contact.email", "Art. 5(1)(f)"
	case mailcheck.Outside:
		f.Code, f.Category, f.Paragraph = SentOutside, "behaviour.message", "Art. 32(1)"
	}
	f.identify()
	return f
}
