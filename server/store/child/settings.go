package child

import (
	"fmt"
	"net/url"
	"path/filepath"
	"time"

	"go.etcd.io/etcd/client/pkg/v3/transport"
	"go.etcd.io/etcd/pkg/v3/featuregate"
	"go.etcd.io/etcd/server/v3/embed"
	"go.uber.org/zap"
)

// quota is the largest database, in bytes: the most that etcd recommends.
const quota = 8 << 30

// member is the name of the only member.
const member = "concord"

// settings for a single member that listens to nobody but its parent (storage §1.5). The limits on requests
// stay at their defaults, so that nothing works here that would fail on a cluster.
func settings(o options) (*embed.Config, error) {
	listen, err := url.Parse(o.listen)
	if err != nil {
		return nil, err
	}
	logger, err := logging().Build()
	if err != nil {
		return nil, err
	}
	c := embed.NewConfig()
	c.Name, c.Dir = member, o.data
	c.InitialCluster = c.InitialClusterFromName(member)
	c.ListenClientUrls, c.AdvertiseClientUrls = []url.URL{*listen}, []url.URL{*listen}
	c.ListenPeerUrls = nil // an absolute socket path would become an abstract socket, open to everybody
	c.TickMs, c.ElectionMs = 10, 100
	c.QuotaBackendBytes = quota
	c.AutoCompactionMode, c.AutoCompactionRetention = embed.CompactorModePeriodic, "1h"
	c.WatchProgressNotifyInterval = 5 * time.Second
	c.SnapshotCount = 1000 // no entries so old that a later etcd cannot read them
	c.EnableGRPCGateway, c.EnablePprof = false, false
	c.CORS, c.HostWhitelist = map[string]struct{}{}, map[string]struct{}{"127.0.0.1": {}, "localhost": {}}
	c.ZapLoggerBuilder = embed.NewZapLoggerBuilder(logger)
	if listen.Scheme == "https" {
		c.ClientTLSInfo = certificates(o.run)
	}
	return c, checks(c)
}

// checks turns etcd's checks of its own data on.
func checks(c *embed.Config) error {
	gate, ok := c.ServerFeatureGate.(featuregate.MutableFeatureGate)
	if !ok {
		return fmt.Errorf("etcd's features cannot be set")
	}
	return gate.Set("InitialCorruptCheck=true,CompactHashCheck=true")
}

func certificates(run string) transport.TLSInfo {
	return transport.TLSInfo{
		CertFile:       filepath.Join(run, certificateFile),
		KeyFile:        filepath.Join(run, keyFile),
		TrustedCAFile:  filepath.Join(run, authorityFile),
		ClientCertAuth: true,
	}
}

// logging writes warnings and worse to standard error, one JSON object a line.
func logging() zap.Config {
	c := zap.NewProductionConfig()
	c.Level = zap.NewAtomicLevelAt(zap.WarnLevel)
	c.Sampling = &zap.SamplingConfig{Initial: 100, Thereafter: 100}
	c.DisableStacktrace = true
	return c
}
