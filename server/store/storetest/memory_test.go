package storetest_test

import (
	"testing"

	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/storetest"
)

func TestMemory(t *testing.T) {
	m := &storetest.Memory{}
	storetest.Run(t, func(*testing.T) store.Store { return m })
}
