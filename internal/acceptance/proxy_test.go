package acceptance

import (
	"io"
	"net"
	"net/url"
	"sync"
	"testing"

	"github.com/go-sql-driver/mysql"
)

// proxy stands before a server, so that a test can take it away and bring it
// back at the same address.
type proxy struct {
	testing.TB
	network, to string
	at          string

	mu       sync.Mutex
	listener net.Listener
	open     []net.Conn
}

// behindProxy is a database's address by way of a proxy.
func behindProxy(t testing.TB, db *database) (*proxy, string) {
	t.Helper()
	p := &proxy{TB: t, network: "tcp"}
	switch db.name {
	case "postgres":
		u, err := url.Parse(db.dsn)
		if err != nil {
			t.Fatal(err)
		}
		p.to = u.Host
		p.start()
		u.Host = p.at
		return p, u.String()
	case "mariadb":
		conf, err := mysql.ParseDSN(db.dsn)
		if err != nil {
			t.Fatal(err)
		}
		p.network, p.to = conf.Net, conf.Addr
		p.start()
		conf.Net, conf.Addr = "tcp", p.at
		return p, conf.FormatDSN()
	}
	t.Fatalf("%s has no server", db.name)
	return nil, ""
}

func (p *proxy) start() {
	p.Helper()
	at := p.at
	if at == "" {
		at = "127.0.0.1:0"
	}
	listener, err := net.Listen("tcp", at)
	if err != nil {
		p.Fatal(err)
	}
	p.at, p.listener = listener.Addr().String(), listener
	p.Cleanup(p.stop)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go p.carry(conn)
		}
	}()
}

func (p *proxy) carry(conn net.Conn) {
	server, err := net.Dial(p.network, p.to)
	if err != nil {
		conn.Close()
		return
	}
	p.mu.Lock()
	p.open = append(p.open, conn, server)
	p.mu.Unlock()
	go func() {
		_, _ = io.Copy(server, conn)
		server.Close()
	}()
	_, _ = io.Copy(conn, server)
	conn.Close()
}

// stop refuses new connections and cuts those there are.
func (p *proxy) stop() {
	p.listener.Close()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, conn := range p.open {
		conn.Close()
	}
	p.open = nil
}
