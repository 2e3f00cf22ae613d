# title: lifts its own limits
# source: setrlimit(2): a soft limit that is no hard one is none
# twin: yes
import resource


def lifted(name):
    kind = getattr(resource, name)
    before = resource.getrlimit(kind)
    resource.setrlimit(kind, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    return f"from {before}"


each(["RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_NPROC", "RLIMIT_NOFILE"], lifted)
