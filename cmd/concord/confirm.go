package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/pflag"
	"golang.org/x/term"
)

// confirmOptions are the flags of commands that ask before they do what cannot be undone.
type confirmOptions struct{ yes, noInput bool }

func (o *confirmOptions) flags(f *pflag.FlagSet) {
	f.BoolVar(&o.yes, "yes", false, "do not ask")
	f.BoolVar(&o.noInput, "no-input", false, "never ask: without --yes fail instead")
}

// confirm asks whether to do something. Where nobody can answer, --yes is needed.
func (o *confirmOptions) confirm(t *terminal, question string) error {
	if o.yes {
		return nil
	}
	in, ok := t.in.(*os.File)
	if o.noInput || !t.interactive || !ok || !term.IsTerminal(int(in.Fd())) {
		return &usage{fmt.Errorf("%s Nobody is there to answer", question), "say --yes"}
	}
	fmt.Fprintf(t.err, "%s [y/N] ", clean(question))
	answer, err := bufio.NewReader(t.in).ReadString('\n')
	if err != nil {
		return err
	}
	if answer = strings.ToLower(strings.TrimSpace(answer)); answer != "y" && answer != "yes" {
		return errors.New("nothing was done")
	}
	return nil
}
