package cli

import (
	"io"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
)

// helpIn says the help of every command in the language that is asked for.
// The words of flags and commands stand in their tags, in English.
func helpIn(lang varsam.Lang) kong.Option {
	if lang == varsam.English {
		return kong.Help(kong.DefaultHelpPrinter)
	}
	say := locale.For(lang)
	return kong.Help(func(options kong.HelpOptions, ctx *kong.Context) error {
		if err := kong.Visit(ctx.Model, func(node kong.Visitable, next kong.Next) error { return next(translate(say, node)) }); err != nil {
			return err
		}
		out, format := ctx.Stdout, options.ValueFormatter
		defer func() { ctx.Stdout = out }()
		// Kong reads the width off what it writes to, so that is exchanged behind it:
		// every command has a flag that is formatted before anything is written.
		options.ValueFormatter = func(v *kong.Value) string {
			ctx.Stdout = helpLines{out, say}
			return format(v)
		}
		return kong.DefaultHelpPrinter(options, ctx)
	})
}

func translate(say locale.Printer, node kong.Visitable) error {
	in := func(text *string) { *text = locale.Plain(*text).In(say) }
	switch n := node.(type) {
	case *kong.Application:
		in(&n.Help)
	case *kong.Node:
		in(&n.Help)
		in(&n.Detail)
	case *kong.Value:
		in(&n.Help)
	case *kong.Flag:
		in(&n.PlaceHolder)
	}
	return nil
}

// helpLines are the lines of help, those with kong's own words said anew.
type helpLines struct {
	io.Writer
	say locale.Printer
}

func (h helpLines) Write(line []byte) (int, error) {
	_, err := io.WriteString(h.Writer, h.in(string(line)))
	return len(line), err
}

func (h helpLines) in(line string) string {
	if rest, ok := strings.CutPrefix(line, "Usage: "); ok {
		rest = strings.Replace(rest, "<command>", h.say.Say("<command>"), 1)
		return h.say.Say("Usage: ") + strings.Replace(rest, "[flags]", h.say.Say("[flags]"), 1)
	}
	if rest, ok := strings.CutPrefix(line, `Run "`); ok {
		if command, more, found := strings.Cut(rest, " <command> --help\" for more information on a command."); found {
			return h.say.Say("Run \"%s <command> --help\" for more information on a command.", command) + more
		}
	}
	switch line {
	case "Arguments:\n":
		return h.say.Say("Arguments:") + "\n"
	case "Flags:\n":
		return h.say.Say("Flags:") + "\n"
	case "Commands:\n":
		return h.say.Say("Commands:") + "\n"
	}
	return line
}
