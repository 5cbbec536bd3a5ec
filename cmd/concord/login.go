package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/pflag"
)

// login is who a command is to the server: a user with a password, or the bearer of a token, or nobody.
type login struct{ user, password, token string }

// loginFlags are the flags that say it. They name files: what stands on a command line is seen by every process.
type loginFlags struct{ user, passwordFile, tokenFile string }

func (o *loginFlags) flags(f *pflag.FlagSet) {
	f.StringVar(&o.user, "user", "", "user (default $CONCORD_USER, the profile's); the password is in --password-file or $CONCORD_PASSWORD")
	f.StringVar(&o.passwordFile, "password-file", "", "file that holds the password of --user (default $CONCORD_PASSWORD_FILE)")
	f.StringVar(&o.tokenFile, "token-file", "", "file that holds a bearer token (default $CONCORD_TOKEN, $CONCORD_TOKEN_FILE, the profile's)")
	refuseSecret(f, "token", "write it to a file for --token-file, or into $CONCORD_TOKEN")
	refuseSecret(f, "password", "write it to a file for --password-file, or into $CONCORD_PASSWORD")
}

// refuseSecret adds a hidden flag whose use is an error that says what to use instead.
func refuseSecret(f *pflag.FlagSet, name, instead string) {
	f.Func(name, "", func(string) error {
		return &usage{fmt.Errorf("--%s would show the secret to every process of this machine", name), instead}
	})
	f.Lookup(name).Hidden = true
}

// resolve takes the first source that names a token or a user: flags, CONCORD_*, SCHEMA_REGISTRY_*, the profile.
func (o *loginFlags) resolve(t *terminal, p profile) (login, error) {
	if err := o.validate(); err != nil {
		return login{}, err
	}
	user := first(o.user, t.getenv("CONCORD_USER"))
	token, tokenFile := t.getenv("CONCORD_TOKEN"), t.getenv("CONCORD_TOKEN_FILE")
	info := t.getenv("SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO")
	switch {
	case o.tokenFile != "":
		return tokenOf(secret("token-file", o.tokenFile))
	case o.user != "" || o.passwordFile != "":
		return o.withPassword(t, user)
	case token != "":
		return login{token: token}, nil
	case tokenFile != "":
		return tokenOf(secret("CONCORD_TOKEN_FILE", tokenFile))
	case user != "":
		return o.withPassword(t, user)
	case info != "":
		user, password, _ := strings.Cut(info, ":")
		return login{user: user, password: password}, nil
	}
	return p.login(t)
}

func (o *loginFlags) validate() error {
	switch {
	case strings.Contains(o.user, ":"):
		return &usage{errors.New("--user holds a password"), "write it to a file for --password-file, or into $CONCORD_PASSWORD"}
	case o.tokenFile != "" && (o.user != "" || o.passwordFile != ""):
		return &usage{errors.New("--token-file contradicts --user and --password-file"), "say one or the other"}
	}
	return nil
}

func tokenOf(text string, err error) (login, error) {
	if err != nil {
		return login{}, &usage{err, "name a file that holds the token"}
	}
	return login{token: text}, nil
}

// withPassword finds the password of a user: in the file, or in the environment, where it may also stand behind the user.
func (o *loginFlags) withPassword(t *terminal, user string) (login, error) {
	if user == "" {
		return login{}, &usage{errors.New("--password-file needs a user"), "say --user, or set $CONCORD_USER"}
	}
	name, password, _ := strings.Cut(user, ":")
	password = first(password, t.getenv("CONCORD_PASSWORD"))
	file := first(o.passwordFile, t.getenv("CONCORD_PASSWORD_FILE"))
	if o.passwordFile != "" || password == "" && file != "" {
		text, err := secret("password-file", file)
		if err != nil {
			return login{}, &usage{err, "name a file that holds the password"}
		}
		password = text
	}
	if password == "" {
		return login{}, &usage{fmt.Errorf("user %s has no password", name), "say --password-file, or set $CONCORD_PASSWORD"}
	}
	return login{user: name, password: password}, nil
}
