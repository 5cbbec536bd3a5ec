package confluent

import "github.com/concord-registry/concord/server/store"

// shown names an answer about one version that is kept: a version is never changed, only replaced, so that its address
// names its answer.
type shown struct {
	version *store.Version
	form    form
}

// form is one way to answer a version.
type form uint8

const (
	byVersion form = iota
	byID
	byGUID
	// old is added to the others for clients of release 7.x.
	old form = 1 << 7
)
