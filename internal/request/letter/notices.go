package letter

import (
	"github.com/varsam/varsam"
)

// Receipt says what we got and by which day it is answered.
func Receipt(in Input) (Document, error) {
	c, err := compose(in, "receipt.title")
	if err != nil {
		return Document{}, err
	}
	due := ""
	if !in.Legal.IsZero() {
		due = c.p.T("receipt.due", c.p.Date(in.Legal))
	}
	c.page.add("", para(c.p.T("receipt.lead", c.p.Date(in.Received), c.asked())), para(due))
	c.page.add(c.p.T("receipt.next"), block{List: []string{
		c.p.T("receipt.step.identity"), c.p.T("receipt.step.search"), c.p.T("receipt.step.answer"),
	}})
	c.remedy()
	return c.finish("receipt")
}

// Extension says that the answer takes longer, why, and by which day it comes
// (Art. 12(3)). In.Legal is the extended day. The error is Invalid without a
// reason or a day: an extension without them is none.
func Extension(in Input, why varsam.Words) (Document, error) {
	reason := inline(why.In(in.Lang))
	if reason == "" || in.Legal.IsZero() {
		return Document{}, varsam.Errorf(varsam.Invalid, "an extension needs its reason and its last day (Art. 12(3) GDPR)")
	}
	c, err := compose(in, "extension.title")
	if err != nil {
		return Document{}, err
	}
	c.page.add("", para(c.p.T("extension.lead", c.asked())), para(c.p.T("extension.due", c.p.Date(in.Legal))))
	c.page.add(c.p.T("extension.why"), para(reason), para(c.p.T("extension.law")))
	c.remedy()
	return c.finish("extension")
}

// Pause says that we need something from the person before we can go on. The
// time stands still from the day of the letter until the answer. The error is
// Invalid without a need.
func Pause(in Input, need varsam.Words) (Document, error) {
	text := inline(need.In(in.Lang))
	if text == "" {
		return Document{}, varsam.Errorf(varsam.Invalid, "a pause needs what the person is asked for (Art. 12(6) GDPR)")
	}
	c, err := compose(in, "pause.title")
	if err != nil {
		return Document{}, err
	}
	c.page.add("", para(c.p.T("pause.lead", c.asked())))
	c.page.add(c.p.T("pause.need"), para(text), para(c.p.T("pause.only")))
	c.page.add(c.p.T("pause.time"), para(c.p.T("pause.clock", c.p.Date(in.Written))))
	c.remedy()
	return c.finish("pause")
}

// Lifting tells the person, before it happens, that a restriction ends (Art.
// 18(3)). The errors are Invalid: no reason, or a day that is not after the
// letter's.
func Lifting(in Input, on varsam.Date, why varsam.Words) (Document, error) {
	reason := inline(why.In(in.Lang))
	switch {
	case reason == "":
		return Document{}, varsam.Errorf(varsam.Invalid, "lifting a restriction needs its reason")
	case !on.After(in.Written):
		return Document{}, varsam.Errorf(varsam.Invalid, "the person is told before the restriction is lifted: the day must be after the letter's (Art. 18(3) GDPR)")
	}
	c, err := compose(in, "lifting.title")
	if err != nil {
		return Document{}, err
	}
	c.page.add("", para(c.p.T("lifting.lead", c.p.Date(on))))
	c.page.add(c.p.T("lifting.why"), para(reason))
	c.page.add(c.p.T("lifting.then"), para(c.p.T("lifting.object", c.p.Date(on))))
	c.remedy()
	return c.finish("lifting")
}
