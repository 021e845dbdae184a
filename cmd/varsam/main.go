// Command varsam makes an organisation's promises about personal data true.
package main

import (
	"context"
	"os"
	"os/signal"
	_ "time/tzdata" // a static binary carries its own time zones

	"github.com/varsam/varsam/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := cli.Main(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
