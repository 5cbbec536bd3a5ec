package repo

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
	"github.com/go-git/go-git/v5/plumbing"
	"golang.org/x/crypto/ssh"
)

// ErrUnsigned is why a commit or tag is refused that none of the signers has signed.
var ErrUnsigned = errors.New("the newest commit or tag is not signed by any of the signers")

// verify checks the signature of a commit or tag, given as the bytes of its object, and says who made it. The bytes are
// taken as they are: a commit that is written anew from its parsed form is another one, and has let forged ones pass
// elsewhere.
func (s *Signers) verify(kind plumbing.ObjectType, object []byte, at time.Time) (signer string, err error) {
	split := splitCommit
	if kind == plumbing.TagObject {
		split = splitTag
	}
	payload, signature, err := split(object)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrUnsigned, err)
	}
	switch {
	case strings.HasPrefix(signature, sshBegin):
		signer, err = s.verifySSH(payload, signature, at)
	case strings.HasPrefix(signature, pgpSignature):
		signer, err = s.verifyPGP(payload, signature, at)
	default:
		err = errors.New("its signature is neither SSH's nor OpenPGP's")
	}
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrUnsigned, err)
	}
	return signer, nil
}

const (
	signatureHeader = "gpgsig"
	pgpSignature    = "-----BEGIN PGP SIGNATURE-----"
)

// splitCommit takes the one signature out of a commit's header; what is left is what was signed.
func splitCommit(commit []byte) (payload []byte, signature string, err error) {
	header, message, ok := bytes.Cut(commit, []byte("\n\n"))
	if !ok {
		return nil, "", errors.New("it has no message")
	}
	var kept, found []string
	inside := false
	for line := range strings.SplitSeq(string(header), "\n") {
		name, value, _ := strings.Cut(line, " ")
		switch {
		case name == "" && inside:
			found[len(found)-1] += "\n" + value
		case strings.HasPrefix(name, signatureHeader):
			inside = true
			found = append(found, value)
			if name != signatureHeader {
				return nil, "", fmt.Errorf("it has a signature of the kind %s", name)
			}
		default:
			inside = false
			kept = append(kept, line)
		}
	}
	if len(found) != 1 {
		return nil, "", fmt.Errorf("it has %d signatures", len(found))
	}
	return append([]byte(strings.Join(kept, "\n")+"\n\n"), message...), strings.TrimSpace(found[0]), nil
}

// splitTag takes the signature from the end of a tag.
func splitTag(tag []byte) (payload []byte, signature string, err error) {
	i := max(bytes.LastIndex(tag, []byte("\n"+sshBegin)), bytes.LastIndex(tag, []byte("\n"+pgpSignature)))
	if i < 0 {
		return nil, "", errors.New("it has no signature at its end")
	}
	return tag[:i+1], strings.TrimSpace(string(tag[i+1:])), nil
}

func (s *Signers) verifyPGP(payload []byte, signature string, at time.Time) (string, error) {
	config := &packet.Config{Time: func() time.Time { return at }}
	entity, err := openpgp.CheckArmoredDetachedSignature(s.pgp, bytes.NewReader(payload), strings.NewReader(signature), config)
	if err != nil {
		return "", fmt.Errorf("its OpenPGP signature: %w", err)
	}
	return fmt.Sprintf("OpenPGP key %X", entity.PrimaryKey.Fingerprint), nil
}

// The parts of SSH's format for signatures (PROTOCOL.sshsig).
const (
	sshBegin     = "-----BEGIN SSH SIGNATURE-----"
	sshEnd       = "-----END SSH SIGNATURE-----"
	sshMagic     = "SSHSIG"
	sshVersion   = 1
	gitNamespace = "git"
)

// sshEnvelope is what stands behind the magic word of a signature.
type sshEnvelope struct {
	Version   uint32
	PublicKey []byte
	Namespace string
	Reserved  string
	Hash      string
	Signature []byte
}

// sshMessage is what is signed, behind the magic word.
type sshMessage struct {
	Namespace string
	Reserved  string
	Hash      string
	Digest    []byte
}

func (s *Signers) verifySSH(payload []byte, armoured string, at time.Time) (string, error) {
	e, err := readEnvelope(armoured)
	if err != nil {
		return "", fmt.Errorf("its SSH signature: %w", err)
	}
	key, err := ssh.ParsePublicKey(e.PublicKey)
	if err != nil {
		return "", fmt.Errorf("its SSH signature: %w", err)
	}
	principals, err := s.allows(key, at)
	if err != nil {
		return "", err
	}
	if err := e.check(key, payload); err != nil {
		return "", fmt.Errorf("its SSH signature: %w", err)
	}
	return principals + " " + ssh.FingerprintSHA256(key), nil
}

func readEnvelope(armoured string) (e sshEnvelope, err error) {
	body, ok := strings.CutPrefix(armoured, sshBegin)
	body, rest, end := strings.Cut(body, sshEnd)
	if !ok || !end || strings.TrimSpace(rest) != "" {
		return e, io.ErrUnexpectedEOF
	}
	blob, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(body), ""))
	if err != nil {
		return e, err
	}
	packed, ok := bytes.CutPrefix(blob, []byte(sshMagic))
	if !ok {
		return e, errors.New("it does not begin as one")
	}
	if err := ssh.Unmarshal(packed, &e); err != nil {
		return e, err
	}
	if e.Version != sshVersion || e.Namespace != gitNamespace {
		return e, fmt.Errorf("version %d in the namespace %q; want version %d in %q", e.Version, e.Namespace, sshVersion, gitNamespace)
	}
	return e, nil
}

func (e *sshEnvelope) check(key ssh.PublicKey, payload []byte) error {
	var signature ssh.Signature
	if err := ssh.Unmarshal(e.Signature, &signature); err != nil {
		return err
	}
	if signature.Format == ssh.KeyAlgoRSA {
		return errors.New("it uses SHA-1")
	}
	digest, err := digestOf(e.Hash, payload)
	if err != nil {
		return err
	}
	message := ssh.Marshal(sshMessage{e.Namespace, e.Reserved, e.Hash, digest})
	return key.Verify(append([]byte(sshMagic), message...), &signature)
}

func digestOf(hash string, payload []byte) ([]byte, error) {
	switch hash {
	case "sha256":
		sum := sha256.Sum256(payload)
		return sum[:], nil
	case "sha512":
		sum := sha512.Sum512(payload)
		return sum[:], nil
	}
	return nil, fmt.Errorf("the hash %q is not accepted", hash)
}
