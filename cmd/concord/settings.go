package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	concord "github.com/concord-registry/concord/clients/go"
)

func newSettings(t *terminal) *cobra.Command {
	c := &cobra.Command{
		Use:   "settings",
		Short: "Say what applies to a subject, a domain or the registry",
		Long: `Show and change settings: the compatibility level and judge, what is checked, and the mode, which says what may be written.
What a subject does not say its domain says, and else the registry; but settings without a level have the server's level,
as in the Confluent registry.

A SCOPE is a subject; with no argument the domain as a whole; or "registry" for what applies to every domain. Resource
names do as well: settings, domains/billing/settings, domains/billing/subjects/invoice-value.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newSettingsGet(t), newSettingsSet(t), newSettingsUnset(t), newSettingsList(t))
	return c
}

// scope is what settings are for: the registry as a whole, a domain, or a subject of it.
type scope struct {
	registry        bool
	domain, subject string
}

// scope reads an argument, none for the domain as a whole.
func (r *remote) scope(args []string) (scope, error) {
	if len(args) == 0 {
		return scope{domain: r.domain}, nil
	}
	text := strings.TrimSuffix(args[0], "/settings")
	if text == "registry" || text == "settings" {
		return scope{registry: true}, nil
	}
	x, err := r.target(text)
	if err == nil && x.subject != "" {
		x, err = x.aSubject()
	}
	return scope{domain: x.domain, subject: x.subject}, err
}

func (s scope) get(ctx context.Context, r *remote) (concord.SettingsOf, error) {
	if s.registry {
		return r.Settings(ctx)
	}
	return r.Domain(s.domain).Settings(ctx, s.subject)
}

func (s scope) update(ctx context.Context, r *remote, to concord.Settings, options concord.UpdateOptions) (concord.Settings, error) {
	if s.registry {
		return r.UpdateSettings(ctx, to, options)
	}
	return r.Domain(s.domain).UpdateSettings(ctx, s.subject, to, options)
}
