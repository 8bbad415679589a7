# SPDX-License-Identifier: Apache-2.0
# bootstrap.sh: sourced by ./run and ./check. Finds what is missing of tools/deps.tsv and installs it
# from Debian, or says how. Nothing but Debian packages is ever downloaded. POSIX sh.
# Uses: root (the project's folder), assume_yes (1: do not ask).

have() {
    command -v "$1" >/dev/null 2>&1
}

# True when the probe of a line of deps.tsv finds its target.
probe() {
    case $1 in
    command:*) have "${1#command:}" ;;
    pkg-config:*) have pkg-config && pkg-config --exists "${1#pkg-config:}" ;;
    python3:*) have python3 && python3 -c "import ${1#python3:}" 2>/dev/null ;;
    *) echo "tools/deps.tsv: unknown probe \"$1\"" >&2; exit 4 ;;
    esac
}

# Debian packages that are missing, of the classes given.
missing_packages() {
    tab=$(printf '\t')
    while IFS=$tab read -r dep_probe dep_package dep_use dep_class; do
        case $dep_probe in '' | '#'*) continue ;; esac
        case " $* " in *" $dep_class "*) ;; *) continue ;; esac
        probe "$dep_probe" || printf '%s ' "$dep_package"
    done <"$root/tools/deps.tsv"
    # The C library's headers come only as a recommendation of gcc.
    [ -e /usr/include/stdio.h ] || printf 'libc6-dev '
}

# "" for root, "sudo" where sudo works, or fails.
become_root() {
    if [ "$(id -u)" -eq 0 ]; then
        echo ''
    elif have sudo && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
        echo 'sudo'
    else
        return 1
    fi
}

may_install() {
    [ "$assume_yes" = 1 ] || [ "${CI:-}" = true ] || ! [ -t 0 ] || {
        printf 'Install these Debian packages now? [Y/n] ' >&2
        read -r answer || answer=n
        case $answer in '' | [yY]*) true ;; *) false ;; esac
    }
}

install_packages() {
    sudo_word=$1
    shift
    export DEBIAN_FRONTEND=noninteractive
    # A fresh container has no package lists; stale lists make the first attempt fail.
    ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1 || $sudo_word apt-get update >&2
    $sudo_word apt-get install -y --no-install-recommends "$@" >&2 || {
        $sudo_word apt-get update >&2 && $sudo_word apt-get install -y --no-install-recommends "$@" >&2
    }
}

# bootstrap CLASS...: leaves with exit status 3 when something required cannot be had.
bootstrap() {
    packages=$(missing_packages "$@")
    [ -n "$packages" ] || return 0
    line="apt-get install --no-install-recommends $packages"
    echo "missing: $packages" >&2
    if have apt-get && sudo_word=$(become_root) && may_install; then
        # shellcheck disable=SC2086
        install_packages "$sudo_word" $packages || {
            echo "The installation failed. Run this as root, then start again:" >&2
            echo "  apt-get update && $line" >&2
            exit 3
        }
        # A package that is there but does not do what the probe asks would loop for ever.
        packages=$(missing_packages "$@")
        [ -z "$packages" ] || { echo "still missing after the installation: $packages" >&2; exit 3; }
        return 0
    fi
    echo "Run this as root, then start again:" >&2
    echo "  $line" >&2
    exit 3
}

# What tests are skipped without: never a reason to stop.
bootstrap_optional() {
    optional_packages=$(missing_packages optional)
    [ -n "$optional_packages" ] || return 0
    have apt-get && optional_sudo=$(become_root) || return 0
    # shellcheck disable=SC2086
    install_packages "$optional_sudo" $optional_packages ||
        echo "not installed, so their tests are skipped: $optional_packages" >&2
}

# configure FOLDER OPTION...: a Meson build folder, made once and again when its options change.
configure() {
    folder=$1
    shift
    if [ -f "$folder/build.ninja" ] && [ "$(cat "$folder/scrutineer-options" 2>/dev/null)" = "$*" ]; then
        return 0
    fi
    # gold comes with gcc's binutils and needs a quarter of the default linker's time for hundreds of test programs.
    if [ -z "${CC_LD:-}" ] && have ld.gold; then
        export CC_LD=gold
    fi
    if [ -f "$folder/build.ninja" ]; then
        meson setup --reconfigure "$folder" "$root" "$@" >"$folder/setup.log" 2>&1 || { cat "$folder/setup.log" >&2; return 1; }
    else
        mkdir -p "$folder"
        meson setup "$folder" "$root" "$@" >"$folder/setup.log" 2>&1 || { cat "$folder/setup.log" >&2; return 1; }
    fi
    printf '%s\n' "$*" >"$folder/scrutineer-options"
}
