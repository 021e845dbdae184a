package main

import (
	"context"
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"net/http"
	"os"
	"strings"
)

// apache serves a folder by WebDAV, whose path stands behind the address, so that
// tests can look at its bytes.
func apache() engine {
	return engine{
		name: "Apache mod_dav", variable: "VARSAM_TEST_WEBDAV",
		programs: []string{"apache2"}, pkg: "apache2", user: "www-data",
		prepare: prepareApache,
		command: func(s *server) []string { return []string{s.paths["apache2"], "-X", "-f", s.in("conf")} }, // one process: it leaves no children that answer on
		answers: func(ctx context.Context, s *server) error { return asksHTTP(ctx, s) },
		dsn: func(s *server) string {
			return fmt.Sprintf("http://varsam:%s@127.0.0.1:%d/dav?%s", s.password, s.port, s.in("data"))
		},
	}
}

func prepareApache(s *server) error {
	sum := sha1.Sum([]byte(s.password)) // as Apache's {SHA} has it; the password lives as long as the run
	for name, text := range map[string]string{
		"conf":  strings.NewReplacer("{dir}", s.dir, "{port}", fmt.Sprint(s.port)).Replace(apacheConf),
		"users": "varsam:{SHA}" + base64.StdEncoding.EncodeToString(sum[:]) + "\n",
	} {
		if err := os.WriteFile(s.in(name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	for _, name := range []string{"data", "locks"} {
		if err := os.Mkdir(s.in(name), 0o755); err != nil {
			return err
		}
		if err := giveTo(s.engine.user, s.in(name)); err != nil {
			return err
		}
	}
	return nil
}

const apacheConf = `
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {dir}/pid
DefaultRuntimeDir {dir}
ErrorLog {dir}/errors
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authn_core_module /usr/lib/apache2/modules/mod_authn_core.so
LoadModule authn_file_module /usr/lib/apache2/modules/mod_authn_file.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule authz_user_module /usr/lib/apache2/modules/mod_authz_user.so
LoadModule auth_basic_module /usr/lib/apache2/modules/mod_auth_basic.so
LoadModule alias_module /usr/lib/apache2/modules/mod_alias.so
LoadModule dav_module /usr/lib/apache2/modules/mod_dav.so
LoadModule dav_fs_module /usr/lib/apache2/modules/mod_dav_fs.so
DavLockDB {dir}/locks/db
AllowEncodedSlashes NoDecode
DocumentRoot {dir}/data
Alias /dav {dir}/data
<Directory {dir}/data>
  Dav On
  FileETag All
  AuthType Basic
  AuthName files
  AuthUserFile {dir}/users
  Require valid-user
  AllowOverride None
</Directory>
`

// asksHTTP asks a web server for anything.
func asksHTTP(ctx context.Context, s *server) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodOptions, fmt.Sprintf("http://127.0.0.1:%d/", s.port), nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(r)
	if err == nil {
		resp.Body.Close()
	}
	return err
}
