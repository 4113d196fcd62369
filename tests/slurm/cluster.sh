#!/usr/bin/env bash
# cluster.sh [COMMAND...]: a Slurm cluster on this machine for as long as COMMAND runs
# (default: a shell). Needs Debian's slurmctld, slurmd, slurm-client and munge. Ends with
# status 77 where the machine allows no such thing.
#
#   tests/slurm/cluster.sh sbatch --wait slurm/sweep.sbatch my.toml
#   NODES=8 CPUS=2 tests/slurm/cluster.sh
#
# Everything runs in namespaces of its own: processes, mounts, network. So any number of
# clusters can be up at once, none can be reached from outside, and the kernel ends all
# processes of one with its first. Each node has its own host name and /dev/shm, so that
# MPI takes them for separate machines. As root or, where the kernel allows user
# namespaces, as anybody: jobs then run as that user. No accounting, no cgroups.
set -euo pipefail

nodes=${NODES:-4}
cpus=${CPUS:-4}

if [[ -z ${TRAINSWEEP_CLUSTER:-} ]]; then
  as_user=()
  export PATH=$PATH:/usr/sbin
  for program in slurmctld slurmd sbatch munged unshare ip; do
    if ! command -v "$program" >/dev/null; then
      echo "skipped: there is no $program on this machine" >&2
      exit 77
    fi
  done
  if ((EUID != 0)); then as_user=(--user --map-current-user --keep-caps); fi
  TRAINSWEEP_CLUSTER=$(mktemp -d "${TMPDIR:-/tmp}/slurm-cluster.XXXXXX")
  export TRAINSWEEP_CLUSTER
  trap 'rmdir "$TRAINSWEEP_CLUSTER"' EXIT
  apart=(unshare "${as_user[@]}" --mount --uts --net --pid --fork --kill-child --mount-proc --propagation private)
  if ! "${apart[@]}" true; then
    echo "skipped: this kernel, or the container around, allows no namespaces" >&2
    exit 77
  fi
  "${apart[@]}" "$0" "$@"
  exit
fi

folder=$TRAINSWEEP_CLUSTER
mount -t tmpfs -o size=1g tmpfs "$folder"
mkdir "$folder"/{state,spool,log,tmp,munge}
chmod 755 "$folder"
hostname control
ip link set lo up
{
  echo "127.0.0.1 localhost"
  ip address add 10.0.1.1/32 dev lo
  echo "10.0.1.1 control"
  for ((i = 1; i <= nodes; ++i)); do
    ip address add "10.0.0.$i/32" dev lo
    echo "10.0.0.$i n$i"
  done
} >"$folder/hosts"
mount --bind "$folder/hosts" /etc/hosts

head -c 128 /dev/urandom >"$folder/munge/key"
chmod 600 "$folder/munge/key"
munged --force --key-file="$folder/munge/key" --socket="$folder/munge/socket" --pid-file="$folder/munge/pid" \
  --log-file="$folder/log/munged.log" --seed-file="$folder/munge/seed"

export SLURM_CONF=$folder/slurm.conf
# What MPI must know of this cluster: it has one network, and more ranks than cores.
export OMPI_MCA_oob_tcp_if_include=lo OMPI_MCA_btl_tcp_if_include=lo OMPI_MCA_pml=ob1 OMPI_MCA_btl=self,vader,tcp
export OMPI_MCA_mpi_yield_when_idle=1 OMPI_MCA_hwloc_base_binding_policy=none
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
cat >"$SLURM_CONF" <<END
ClusterName=local
SlurmctldHost=control
AuthType=auth/munge
AuthInfo=socket=$folder/munge/socket
CredType=cred/munge
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool/%n
TmpFS=$folder/tmp/%n
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/%n.pid
SlurmctldLogFile=$folder/log/slurmctld.log
SlurmdLogFile=$folder/log/%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
SchedulerParameters=sched_interval=1,batch_sched_delay=0,bf_interval=2
MpiDefault=none
ReturnToService=2
MailProg=/bin/true
KillWait=5
SlurmdTimeout=10
NodeName=DEFAULT CPUs=$cpus RealMemory=4000
END
for ((i = 1; i <= nodes; ++i)); do
  echo "NodeName=n$i NodeHostname=n$i NodeAddr=n$i Port=$((7000 + i))" >>"$SLURM_CONF"
done
echo "PartitionName=main Nodes=n[1-$nodes] Default=YES MaxTime=2:00:00" >>"$SLURM_CONF"

# For tests too, which let a node die.
cat >"$folder/start_node" <<END
#!/bin/sh
exec unshare --uts --mount --propagation private sh -c '
  hostname \$0
  mount -t tmpfs -o size=50% tmpfs /dev/shm
  exec slurmd -N \$0' \$1
END
chmod +x "$folder/start_node"

slurmctld -c
for ((i = 1; i <= nodes; ++i)); do
  mkdir "$folder/spool/n$i" "$folder/tmp/n$i"
  "$folder/start_node" "n$i"
done
for ((i = 0; i < 100; ++i)); do
  if [[ $(sinfo -h -t idle -o %D) == "$nodes" ]]; then break; fi
  sleep 0.1
done
if [[ $(sinfo -h -t idle -o %D) != "$nodes" ]]; then
  echo "error: the nodes of the cluster did not come up" >&2
  tail -n 20 "$folder"/log/*.log >&2
  exit 3
fi
"${@:-${SHELL:-bash}}"
