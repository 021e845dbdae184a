package cli

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/varsam/varsam/internal/locale"
)

type configCommand struct {
	Show configShowCommand `cmd:"" help:"Every option: flag, variable, default, value in force; secrets are not shown."`
}

type configShowCommand struct{}

// option is one row of the table of options.
type option struct {
	Flag     string `json:"flag"`
	Variable string `json:"variable,omitempty"`
	Default  string `json:"default,omitempty"`
	Value    string `json:"value,omitempty"`
	Secret   bool   `json:"secret,omitempty"`
	Help     string `json:"help"`
}

// Run reads the table off the program's own flags, so that it cannot differ from
// them.
func (c *configShowCommand) Run(s *session) error {
	var all []option
	for _, flag := range s.parser.Model.Flags {
		all = append(all, optionOf(flag))
	}
	return s.print(all, func() {
		rows := make([][]string, len(all))
		for i, o := range all {
			rows[i] = []string{o.Flag, o.Variable, o.Default, o.Value, locale.Plain(o.Help).In(s.words())}
		}
		s.table([]string{"FLAG", "VARIABLE", "DEFAULT", "VALUE", "WHAT"}, rows)
	})
}

func optionOf(flag *kong.Flag) option {
	o := option{
		Flag: "--" + flag.Name, Variable: strings.Join(flag.Envs, " "), Default: flag.Default, Help: flag.Help,
		Secret: flag.Tag.Has("secret"),
	}
	if value := fmt.Sprint(flag.Target.Interface()); value != "" {
		o.Value = value
		if o.Secret {
			o.Value = "(set, not shown)"
		}
	}
	return o
}
