package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// profile is a server with what belongs to it, as the configuration file names it. Its zero value says nothing.
type profile struct {
	Server   oneOrMore     `yaml:"server"`
	Domain   string        `yaml:"domain"`
	User     string        `yaml:"user"`
	Password string        `yaml:"password"`
	Token    string        `yaml:"token"`
	CAFile   string        `yaml:"ca-file"`
	CertFile string        `yaml:"cert-file"`
	KeyFile  string        `yaml:"key-file"`
	Timeout  time.Duration `yaml:"timeout"`
}

// configuration is the file config.yaml.
type configuration struct {
	// Profile is the one that is used when nobody names another; empty for none.
	Profile  string             `yaml:"profile"`
	Profiles map[string]profile `yaml:"profiles"`
}

// oneOrMore is a list that YAML may write as its only text.
type oneOrMore []string

func (o *oneOrMore) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		*o = oneOrMore{n.Value}
		return nil
	}
	return n.Decode((*[]string)(o))
}

// configurationFile is where the profiles stand.
func configurationFile(getenv func(string) string) string {
	folder := getenv("XDG_CONFIG_HOME")
	if folder == "" {
		folder = filepath.Join(getenv("HOME"), ".config")
	}
	return filepath.Join(folder, "concord", "config.yaml")
}

// namedProfile is the profile that the flag, the environment or the file itself names; the zero profile when none does.
func (o *connectOptions) namedProfile(t *terminal) (profile, error) {
	file := configurationFile(t.getenv)
	c, err := readConfiguration(file)
	if err != nil {
		return profile{}, &usage{err, "correct the file"}
	}
	name := first(o.profile, t.getenv("CONCORD_PROFILE"), c.Profile)
	if name == "" {
		return profile{}, nil
	}
	p, ok := c.Profiles[name]
	if !ok {
		known := slices.Sorted(maps.Keys(c.Profiles))
		return profile{}, &usage{fmt.Errorf("%s has no profile %s%s", file, name, didYouMean(name, known)), "name one of its profiles: " + first(strings.Join(known, ", "), "it has none")}
	}
	return p, nil
}

// readConfiguration reads the file; one that is not there says nothing. Unknown keys are errors.
func readConfiguration(file string) (c configuration, err error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return c, err
	}
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(&c); err != nil && !errors.Is(err, io.EOF) {
		return c, fmt.Errorf("%s: %w", file, err)
	}
	return c, nil
}

// login resolves the secrets of a profile.
func (p profile) login(t *terminal) (login, error) {
	password, passwordErr := resolveSecret(t, "password", p.Password)
	token, tokenErr := resolveSecret(t, "token", p.Token)
	if err := errors.Join(passwordErr, tokenErr); err != nil {
		return login{}, &usage{err, "write a secret of a profile as file:PATH, env:NAME or exec:COMMAND"}
	}
	if token != "" && p.User != "" {
		return login{}, &usage{errors.New("the profile has both a user and a token"), "leave one of them out"}
	}
	return login{user: p.User, password: password, token: token}, nil
}

// secretTime is how long a command may take to print a secret.
const secretTime = time.Minute

// resolveSecret finds a secret where a profile says that it is: in a file, in a variable, or in what a command prints. The
// command is split at blanks and run without a shell.
func resolveSecret(t *terminal, what, where string) (string, error) {
	kind, place, _ := strings.Cut(where, ":")
	switch kind {
	case "":
		return "", nil
	case "file":
		return secret(what, place)
	case "env":
		return t.getenv(place), nil
	case "exec":
		words := strings.Fields(place)
		if len(words) == 0 {
			return "", fmt.Errorf("%s: exec: names no command", what)
		}
		ctx, cancel := context.WithTimeout(context.Background(), secretTime)
		defer cancel()
		out, err := exec.CommandContext(ctx, words[0], words[1:]...).Output()
		if err != nil {
			return "", fmt.Errorf("%s: %s: %w", what, words[0], err)
		}
		return strings.TrimSpace(string(out)), nil
	}
	return "", fmt.Errorf("%s: it does not say where the secret is", what)
}
