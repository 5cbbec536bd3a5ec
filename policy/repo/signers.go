package repo

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp"
	"golang.org/x/crypto/ssh"
)

// Signers are those whose signature makes a commit one of the council's. Their text is that of OpenSSH's allowed_signers
// file (a line per key: principals, options, key), and may hold OpenPGP public keys, armoured, between the lines.
type Signers struct {
	ssh []sshSigner
	pgp openpgp.EntityList
}

// sshSigner is one line of the file.
type sshSigner struct {
	principals string
	key        ssh.PublicKey
	// namespaces are those that the key may sign in; empty means all.
	namespaces []string
	// after and before bound the time in which it may; zero means unbounded.
	after, before time.Time
}

const (
	maxSigners  = 1000
	pgpBegin    = "-----BEGIN PGP PUBLIC KEY BLOCK-----"
	pgpEnd      = "-----END PGP PUBLIC KEY BLOCK-----"
	signersHint = "write `name@example.com namespaces=\"git\" ssh-ed25519 AAAA…`"
)

// ParseSigners reads a list of signers. It returns an error that names the line for what it cannot read, and for a list
// that holds nobody: a list that allows nobody by mistake would be found out by nobody.
func ParseSigners(text []byte) (*Signers, error) {
	s := &Signers{}
	lines := strings.Split(string(text), "\n")
	for i := 0; i < len(lines); i++ {
		line := strings.TrimSpace(lines[i])
		switch {
		case line == "" || line[0] == '#':
			continue
		case line == pgpBegin:
			end := i
			for end < len(lines) && strings.TrimSpace(lines[end]) != pgpEnd {
				end++
			}
			if err := s.addPGP(strings.Join(lines[i:min(end+1, len(lines))], "\n")); err != nil {
				return nil, fmt.Errorf("line %d of the signers: %w", i+1, err)
			}
			i = end
		default:
			if err := s.addSSH(line); err != nil {
				return nil, fmt.Errorf("line %d of the signers: %w", i+1, err)
			}
		}
		if len(s.ssh)+len(s.pgp) > maxSigners {
			return nil, fmt.Errorf("there are more than %d signers", maxSigners)
		}
	}
	if len(s.ssh)+len(s.pgp) == 0 {
		return nil, errors.New("the list of signers is empty: " + signersHint)
	}
	return s, nil
}

func (s *Signers) addPGP(block string) error {
	keys, err := openpgp.ReadArmoredKeyRing(strings.NewReader(block))
	if err != nil {
		return err
	}
	s.pgp = append(s.pgp, keys...)
	return nil
}

func (s *Signers) addSSH(line string) error {
	principals, rest, ok := strings.Cut(line, " ")
	if !ok {
		return errors.New("the line has no key: " + signersHint)
	}
	key, _, options, _, err := ssh.ParseAuthorizedKey([]byte(strings.TrimSpace(rest)))
	if err != nil {
		return fmt.Errorf("the key cannot be read (%w): %s", err, signersHint)
	}
	signer := sshSigner{principals: strings.Trim(principals, `"`), key: key}
	for _, option := range options {
		if err := signer.option(option); err != nil {
			return err
		}
	}
	s.ssh = append(s.ssh, signer)
	return nil
}

// option refuses what it does not know: an option may forbid.
func (s *sshSigner) option(option string) (err error) {
	name, value, _ := strings.Cut(option, "=")
	value = strings.Trim(value, `"`)
	switch strings.ToLower(name) {
	case "namespaces":
		s.namespaces = strings.Split(value, ",")
	case "valid-after":
		s.after, err = signerTime(value)
	case "valid-before":
		s.before, err = signerTime(value)
	case "cert-authority":
		return errors.New("certificates are not accepted: list the key that signs")
	default:
		return fmt.Errorf("the option %q is not known", name)
	}
	return err
}

// signerTime reads YYYYMMDD, YYYYMMDDHHMM or YYYYMMDDHHMMSS. OpenSSH means local time unless a Z follows; here it is
// always UTC, so that all replicas mean the same.
func signerTime(text string) (time.Time, error) {
	text = strings.TrimSuffix(text, "Z")
	for _, layout := range []string{"20060102", "200601021504", "20060102150405"} {
		if len(text) == len(layout) {
			return time.Parse(layout, text)
		}
	}
	return time.Time{}, fmt.Errorf("%q is no time: write YYYYMMDD or YYYYMMDDHHMM", text)
}

// allows says who has a key, if it may sign commits at a time.
func (s *Signers) allows(key ssh.PublicKey, at time.Time) (principals string, err error) {
	known := false
	for _, signer := range s.ssh {
		if !bytes.Equal(signer.key.Marshal(), key.Marshal()) {
			continue
		}
		known = true
		if signer.mayAt(at) && signer.mayIn(gitNamespace) {
			return signer.principals, nil
		}
	}
	if known {
		return "", fmt.Errorf("the key %s may not sign commits now", ssh.FingerprintSHA256(key))
	}
	return "", fmt.Errorf("the key %s is not among the signers", ssh.FingerprintSHA256(key))
}

func (s *sshSigner) mayAt(at time.Time) bool {
	return (s.after.IsZero() || !at.Before(s.after)) && (s.before.IsZero() || at.Before(s.before))
}

func (s *sshSigner) mayIn(namespace string) bool {
	for _, n := range s.namespaces {
		if n == namespace {
			return true
		}
	}
	return len(s.namespaces) == 0
}

// with is a list that allows whom either allows; other may be nil.
func (s *Signers) with(other *Signers) *Signers {
	if other == nil {
		return s
	}
	return &Signers{append(append([]sshSigner{}, s.ssh...), other.ssh...), append(append(openpgp.EntityList{}, s.pgp...), other.pgp...)}
}
