package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	concord "github.com/concord-registry/concord/clients/old"
)

func newGet(t *terminal) *cobra.Command {
	var remote remoteOptions
	var id int32
	var guid string
	c := &cobra.Command{
		Use:   "get (SUBJECT[@VERSION] | --id ID | --guid GUID)",
		Short: "Print a schema",
		Long:  `Print the text of a schema: the latest version of a subject, a version by number, or what an id or a GUID names.`,
		Example: `  concord get orders-value
  concord get orders-value@3 --json
  concord get --id 1801242373`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			client, err := remote.client(t)
			if err != nil {
				return err
			}
			switch {
			case len(args) == 1 && id == 0 && guid == "":
				return t.getVersion(c.Context(), client, args[0])
			case len(args) == 0 && id != 0 && guid == "":
				return t.getID(c.Context(), client, id)
			case len(args) == 0 && id == 0 && guid != "":
				return t.getGUID(c.Context(), client, guid)
			}
			return usageError(c, fmt.Errorf("name one thing: a subject, --id or --guid"))
		},
	}
	remote.flags(c.Flags())
	c.Flags().Int32Var(&id, "id", 0, "the schema of an id of the domain")
	c.Flags().StringVar(&guid, "guid", "", "the schema of a GUID")
	return c
}

// shownVersion is a version as --json shows it.
type shownVersion struct {
	Domain  string `json:"domain"`
	Subject string `json:"subject"`
	Version int    `json:"version"`
	ID      int32  `json:"id"`
	GUID    string `json:"guid"`
	shownSchema
}

// shownSchema is what a schema says, as --json shows it.
type shownSchema struct {
	Type       string              `json:"type"`
	Text       string              `json:"schema"`
	References []concord.Reference `json:"references,omitempty"`
	Metadata   *concord.Metadata   `json:"metadata,omitempty"`
	RuleSet    *concord.RuleSet    `json:"rule_set,omitempty"`
}

func shown(s *concord.Schema) shownSchema {
	return shownSchema{string(s.Type), s.Text, s.References, s.Metadata, s.RuleSet}
}

func (t *terminal) getVersion(ctx context.Context, client *concord.Client, name string) error {
	subject, number, err := splitVersion(name)
	if err != nil {
		return err
	}
	if number == 0 {
		v, err := client.Latest(ctx, subject)
		return t.printVersion(v, err)
	}
	v, err := client.Version(ctx, subject, number, true)
	return t.printVersion(v, err)
}

// splitVersion reads SUBJECT[@VERSION]; 0 stands for the latest.
func splitVersion(name string) (subject string, number int, err error) {
	at := strings.LastIndexByte(name, '@')
	if at < 0 || name[at+1:] == "latest" {
		return strings.TrimSuffix(name, "@latest"), 0, nil
	}
	number, err = strconv.Atoi(strings.TrimPrefix(name[at+1:], "v"))
	if err != nil || number < 1 {
		return "", 0, &usage{fmt.Errorf("%q is not a version", name[at+1:]), "versions are numbers from 1, or latest"}
	}
	return name[:at], number, nil
}

func (t *terminal) getID(ctx context.Context, client *concord.Client, id int32) error {
	v, err := client.ByID(ctx, id)
	return t.printVersion(v, err)
}

func (t *terminal) getGUID(ctx context.Context, client *concord.Client, text string) error {
	guid, err := concord.ParseGUID(text)
	if err != nil {
		return &usage{err, "a GUID has 32 hexadecimal digits, with or without dashes"}
	}
	s, err := client.ByGUID(ctx, guid)
	if err != nil {
		return remoteError(err)
	}
	if t.json {
		return t.encode(shown(s))
	}
	t.text(s.Text)
	return nil
}

func (t *terminal) printVersion(v *concord.Version, err error) error {
	if err != nil {
		return remoteError(err)
	}
	if t.json {
		return t.encode(shownVersion{v.Domain, v.Subject, v.Number, v.ID, v.GUID.String(), shown(v.Schema)})
	}
	t.text(v.Schema.Text)
	return nil
}

// text prints a schema, ended by a newline.
func (t *terminal) text(s string) { t.printf("%s\n", strings.TrimRight(s, "\n")) }
