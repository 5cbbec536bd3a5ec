package main

import (
	"fmt"

	"github.com/spf13/pflag"
)

// connectFlags are the names of the flags of connectOptions.
var connectFlags = []string{
	"server", "profile", "domain", "token-file", "user", "password-file", "ca-file", "cert-file", "key-file", "timeout", "verbose",
}

// unused makes flags an error that what was asked for does not use; when says when that is.
func unused(f *pflag.FlagSet, when string, names ...string) error {
	for _, name := range names {
		if f.Changed(name) {
			return &usage{fmt.Errorf("--%s is not used %s", name, when), "leave it out"}
		}
	}
	return nil
}
