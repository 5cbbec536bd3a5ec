package server

import (
	"net/http"
	"net/http/pprof"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/concord-registry/concord/policy/engine"
	"github.com/concord-registry/concord/server/store"
)

// metrics are the server's own; they are labelled by route, never by subject.
type metrics struct {
	registry *prometheus.Registry
	duration *prometheus.HistogramVec
	clients  *prometheus.CounterVec
}

func newMetrics(version string) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "concord_http_request_duration_seconds",
			Help:    "Time to answer a request, by route pattern, method and status.",
			Buckets: []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5},
		}, []string{"route", "method", "code"}),
		clients: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "concord_client_requests_total",
			Help: "Requests by the client library that names itself, without its patch version.",
		}, []string{"client"}),
	}
	info := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "concord_build_info", Help: "Always 1; the label says what runs.", ConstLabels: prometheus.Labels{"version": version},
	})
	info.Set(1)
	m.registry.MustRegister(m.duration, m.clients, info, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// observe is called once for each answered request.
func (m *metrics) observe(route, method string, code int, took time.Duration, client string) {
	m.duration.WithLabelValues(route, method, strconv.Itoa(code)).Observe(took.Seconds())
	if client != "" {
		m.clients.WithLabelValues(client).Inc()
	}
}

// watch adds gauges that are read from the store when somebody asks.
func (m *metrics) watch(s store.Reader) {
	gauge := m.gauge
	gauge("concord_sequence", "The registry's position.", func() float64 { return float64(s.View().Seq()) })
	gauge("concord_records", "Records in the view.", func() float64 { return float64(s.View().Len()) })
	gauge("concord_store_connected", "1 while storage answers.", func() float64 { return indicator(s.Status().Connected) })
	gauge("concord_store_refuses_writes", "1 while storage answers and takes no writes, with a full database for instance.",
		func() float64 { return indicator(s.Status().Refuses != "") })
	gauge("concord_store_epoch", "The registry's epoch; it grows with every restore of a backup.", func() float64 {
		if meta := s.View().Meta(); meta != nil {
			return float64(meta.Epoch)
		}
		return 0
	})
	gauge("concord_store_checked_timestamp_seconds", "When the view was last compared with all that is stored; 0 for not since start.",
		func() float64 { return seconds(s.Status().Checked) })
	m.registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{
		Name: "concord_store_divergences_total", Help: "Comparisons that found the view not to be what is stored.",
	}, func() float64 { return float64(s.Status().Divergences) }))
	gauge("concord_view_staleness_seconds", "Time since the view was last known to be complete; -1 for never since start.", func() float64 {
		fresh := s.Status().Fresh
		if fresh.IsZero() {
			return -1
		}
		return time.Since(fresh).Seconds()
	})
}

// watchPolicies adds gauges that are read from the engine when somebody asks.
func (m *metrics) watchPolicies(e *engine.Engine) {
	m.gauge("concord_policy_active", "1 while policies decide.", func() float64 { return indicator(e.Status().Active) })
	m.gauge("concord_policy_degraded", "1 while the newest policies cannot be read or used.", func() float64 { return indicator(e.Status().Degraded != "") })
	m.gauge("concord_policy_activated_timestamp_seconds", "When the active policies became active.", func() float64 { return seconds(e.Status().Activated) })
	m.gauge("concord_policy_confirmed_timestamp_seconds", "When the active policies were last known to be the newest; 0 for not since start.",
		func() float64 { return seconds(e.Status().Confirmed) })
}

func (m *metrics) gauge(name, help string, read func() float64) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, read))
}

// indicator is a truth as a gauge.
func indicator(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// seconds is a time as a gauge: seconds since 1970, 0 for the zero time.
func seconds(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return float64(t.UnixMilli()) / 1000
}

// handler serves the admin listener: metrics and profiles.
func (m *metrics) handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	return mux
}
